import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readWorkflow } from '../../graph/import/read-workflow.ts'
import type { Json } from '../../graph/json.ts'
import { type Plan, plan } from '../../graph/plan.ts'
import { type Prompt, toPrompt } from '../../graph/prompt.ts'
import { readCase } from '../fixtures/read-case.ts'
import { prompt, textToImage } from './planning/prompts.ts'
import { specs } from './specs.ts'

const ids = ({ steps }: Plan) => steps.map(({ id }) => id)
const errorsOf = ({ errors }: Plan) => errors.map(({ code, place }) => [code, place.nodeId, place.input])

test('a workflow file plans end to end', () => {
  const file = readFileSync(new URL('fixtures/subgraph.json', import.meta.url), 'utf8')
  const { steps, errors } = plan(toPrompt(readWorkflow(file, specs), specs), specs)
  expect(errors).toEqual([])
  expect(steps.find(({ id }) => id === '12:5')?.inputs.seed).toEqual({ kind: 'value', value: 18446744073709551615n })
})

describe('errors', () => {
  test('all of them come in one list', () => {
    const { errors } = plan(textToImage({ steps: 0, cfg: 'x', model: ['4', 1] }), specs)
    expect(errors.map(({ place }) => place.input).sort()).toEqual(['cfg', 'model', 'steps'])
  })

  test('stop only the outputs that depend on them', () => {
    const both = {
      ...textToImage({ steps: 0 }),
      ...prompt({ '10': ['LoadImage', { image: 'a' }], '11': ['PreviewImage', { images: ['10', 0] }] }),
    }
    const result = plan(both, specs)
    expect([ids(result), result.targets, errorsOf(result)]).toEqual([
      ['10', '11'],
      ['11'],
      [['too-small', '3', 'steps']],
    ])
  })

  test('an unknown class is an error where a target needs it, and a note at another end', () => {
    const unknown = prompt({
      '1': ['Mystery', {}],
      '2': ['PreviewImage', { images: ['1', 0] }],
      '3': ['SaveImageFancy', { images: ['1', 0] }],
      '4': ['workflow>Old', {}],
      '5': ['rgthree.Label', { text: 'in no wire: it only decorates' }],
    })
    expect(errorsOf(plan(unknown, specs))).toEqual([
      ['unknown-node', '1', undefined],
      ['unknown-node', '4', undefined],
    ])
    expect(plan(unknown, specs).notes?.map(({ place }) => place.nodeId)).toEqual(['3'])
    expect(plan(unknown, specs).errors.at(-1)?.message).toContain('the file does not say what is in it')
    expect(errorsOf(plan(unknown, specs, ['2']))).toEqual([['unknown-node', '1', undefined]])
  })

  test('a workflow without outputs says what to add', () => {
    expect(plan(prompt({ '1': ['VAELoader', { vae_name: 'v' }] }), specs).errors[0]?.message).toContain(
      'add a Save Image',
    )
    expect(plan({}, specs).errors.map(({ code }) => code)).toEqual(['no-outputs'])
    expect(plan({}, specs, ['5']).errors.map(({ code }) => code)).toEqual(['no-outputs'])
  })

  test('no prompt whatsoever makes the planner throw or hang', () => {
    const id = fc.constantFrom('1', '2', '3', '4', '5', '__proto__x', 'constructor')
    const value = fc.oneof(
      fc.jsonValue({ maxDepth: 1 }),
      fc.tuple(id, fc.integer({ min: -1, max: 3 })),
      fc.bigInt(),
      fc.constant([]),
    ) as fc.Arbitrary<Json>
    const inputs = fc.dictionary(
      fc.constantFrom('model', 'clip', 'images', 'samples', 'vae', 'text', 'seed', 'steps', 'any'),
      value,
    )
    const type = fc.constantFrom(...specs.keys(), 'Unknown', 'constructor')
    fc.assert(
      fc.property(fc.dictionary(id, fc.record({ class_type: type, inputs })), nodes => {
        const { steps, errors } = plan(nodes as Prompt, specs)
        expect(steps.length + errors.length).toBeGreaterThan(0)
      }),
      { numRuns: 300 },
    )
  })
})

describe('nodes that are not here', () => {
  test('are reported in time linear in the prompt', () => {
    const count = 30_000
    const link = (i: number) => [String(i), 0]
    const chain = Object.fromEntries(
      Array.from({ length: count }, (_, i) => [i, { class_type: 'Nobody', inputs: i > 0 ? { a: link(i - 1) } : {} }]),
    )
    const { errors } = plan(
      { ...chain, out: { class_type: 'PreviewImage', inputs: { images: link(count - 1) } } },
      specs,
    )
    expect(errors.length).toBe(count)
  })

  test('and that nothing reads are noted where something else shows a result', () => {
    const { targets, errors, notes } = plan(toPrompt(readCase('unknown-branch.json'), specs), specs)
    expect({ targets, errors }).toEqual({ targets: ['7'], errors: [] })
    expect(notes?.map(({ message }) => message)).toEqual([
      'MyFancySaver (node 8) does not run: there is no such node type here, and nothing reads it. It stays in the workflow, and the rest runs.',
    ])
  })

  test('and that others read can be bypassed', () => {
    const { targets, errors } = plan(toPrompt(readCase('unknown-in-the-way.json'), specs), specs)
    expect(targets).toEqual([])
    expect(errors.map(({ message }) => message)).toEqual([expect.stringContaining('bypass the node (Ctrl+B)')])
  })
})
