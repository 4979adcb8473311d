import { describe, expect, test } from 'vitest'
import { withOverrides } from '../../../graph/planning/overrides.ts'
import { convertWorkflow, toPrompt } from '../../../graph/prompt.ts'
import { readCase } from '../../fixtures/read-case.ts'
import { node, workflow } from '../build.ts'
import { specs } from '../specs.ts'

describe('the texts that a run chooses', () => {
  const random = () => 0.5

  test('are in the document that pictures carry, which then makes the same picture', () => {
    const { prompt, workflow: made } = convertWorkflow(readCase('dynamic-prompt.json'), specs, { random })
    const { text } = prompt['3']!.inputs
    expect(text).toMatch(/^a tree\s*$/)
    for (const draw of [0, 0.99]) expect(toPrompt(made, specs, { random: () => draw })['3']?.inputs.text).toBe(text)
  })

  test('leave the rest of the document, and the document that was given, as they are', () => {
    const given = readCase('dynamic-prompt.json')
    const { workflow: made } = convertWorkflow(given, specs, { random })
    expect(given).toEqual(readCase('dynamic-prompt.json'))
    expect({ ...made, nodes: made.nodes.filter(({ id }) => id !== 3) }).toEqual({
      ...given,
      nodes: given.nodes.filter(({ id }) => id !== 3),
    })
    expect(convertWorkflow(made, specs).workflow).toEqual(made)
  })

  test('keep their escapes in the document, so that an escaped brace is one again', () => {
    const file = workflow([node(1, 'CLIPTextEncode', { values: ['\\{x\\|{a|b}\\}'] })])
    const { prompt, workflow: made } = convertWorkflow(file, specs, { random: () => 0 })
    expect(prompt['1']?.inputs.text).toBe('{x|a}')
    expect(toPrompt(made, specs, { random: () => 0.9 })['1']?.inputs.text).toBe('{x|a}')
  })

  const encoder = node(5, 'CLIPTextEncode', { in: [['text*', 'STRING', 1]], values: ['{never|used}'] })
  const definitions = {
    subgraphs: [
      {
        id: 'S',
        nodes: [encoder, node(6, 'CLIPTextEncode', { values: ['{c|d}'] })],
        inputs: [{ name: 'prompt', type: 'STRING' }],
        links: [{ id: 1, origin_id: -10, origin_slot: 0, target_id: 5, target_slot: 0 }],
      },
    ],
  }

  test.each([
    [
      'of a primitive',
      workflow(
        [node(1, 'PrimitiveNode', { out: [['STRING', 'STRING']], values: ['{a|b}'] }), encoder],
        [[1, 1, 0, 5, 0, 'STRING']],
      ),
    ],
    [
      'of the instance of a subgraph, and inside it',
      workflow([node(9, 'S', { values: ['{a|b}'] }), node(10, 'S', { values: ['{e|f}'] })], [], { definitions }),
    ],
    [
      'of a group node',
      workflow([node(9, 'workflow>G', { values: ['{a|b}'] })], [], {
        extra: {
          groupNodes: { G: { nodes: [{ ...node(0, 'CLIPTextEncode', { values: ['{old|text}'] }) }], links: [] } },
        },
      }),
    ],
  ])('are kept where the file has them: %s', (_, file) => {
    const { prompt, workflow: made } = convertWorkflow(file, specs, { random })
    expect(prompt).toEqual(toPrompt(made, specs, { random: () => 0 }))
    expect(JSON.stringify(prompt)).not.toMatch(/\{a\||\{c\||never|old/)
    expect(JSON.stringify(made.nodes)).not.toContain('{a|b}')
  })
})

describe('placeholders', () => {
  const nameOf = (file: string, id: string, overrides: Parameters<typeof withOverrides>[1] = []) => {
    const { prompt, fill } = convertWorkflow(readCase(file), specs, { now: new Date(2025, 2, 7) })
    return fill(withOverrides(prompt, overrides))[id]?.inputs.filename_prefix
  }

  test('are filled with what runs, also where a value was given for this run', () => {
    expect(nameOf('seed-in-name.json', '7')).toBe('pat_3413_1_2025-03-07')
    expect(nameOf('seed-in-name.json', '7', [{ id: '5', input: 'seed', value: 7 }])).toBe('pat_7_1_2025-03-07')
  })

  test('are filled with the value of the primitive that feeds a widget', () => {
    expect(nameOf('seed-in-name-primitive.json', '7')).toBe('prim_99')
  })

  test('find nodes inside subgraphs, with the values of the instance', () => {
    expect(nameOf('subgraph-S14.json', '7')).toBe('sg_777')
    expect(nameOf('subgraph-S5.json', '7', [{ id: '10:5:5', input: 'seed', value: 8 }])).toBe('sg_8')
  })
})
