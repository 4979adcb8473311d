import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { linksOf } from '../../graph/document/links.ts'
import { WorkflowError } from '../../graph/errors.ts'
import { readWorkflow } from '../../graph/import/read-workflow.ts'
import { parseJson } from '../../graph/json.ts'
import { checkWorkflow, emptyWorkflow, pointOf, subgraphsOf, writeWorkflow } from '../../graph/workflow.ts'
import { node, workflow } from './build.ts'
import { specs } from './specs.ts'

const fixture = (name: string) => readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), 'utf8')

describe('a file is written back as it was read', () => {
  test.each(['tcd', 'subgraph'])('%s: deep equal, keys in order, 64-bit seeds exact', name => {
    const text = fixture(name)
    const written = writeWorkflow(readWorkflow(text, specs))
    expect(parseJson(written)).toEqual(parseJson(text))
    expect(written).toBe(text.replace(/("(?:[^"\\]|\\.)*")|\s+/g, '$1'))
  })

  test('schema 1 keeps its state, object links and reroutes', () => {
    const text = JSON.stringify({
      version: 1,
      state: { lastGroupid: 0, lastNodeId: 2, lastLinkId: 1, lastRerouteId: 1 },
      nodes: [node(1, 'X', { out: [['A', 'A']] }), node(2, 'Y', { in: [['a', 'A', 1]] })],
      links: [{ id: 1, origin_id: 1, origin_slot: '0', target_id: 2, target_slot: 0, type: 'A', parentId: 1 }],
      reroutes: [{ id: 1, pos: [1, 2], linkIds: [1] }],
      floatingLinks: [{ id: 9, origin_id: 1, origin_slot: 0, target_id: -1, target_slot: -1, type: 'A', parentId: 1 }],
      custom: { deep: [1, { more: null }] },
    })
    const read = readWorkflow(text, specs)
    expect(writeWorkflow(read)).toBe(text)
    expect(linksOf(read).get('1')).toEqual({ id: '1', from: '1', fromSlot: 0, to: '2', toSlot: 0, type: 'A' })
  })

  test('any fields, known or not, survive in any node', () => {
    const extra = fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue({ maxDepth: 2 }), { noNullPrototype: true })
    const anyNode = fc.record({
      id: fc.oneof(fc.nat(), fc.uuid()),
      type: fc.string(),
      pos: fc.oneof(
        fc.tuple(fc.float({ noNaN: true, noDefaultInfinity: true }), fc.nat()),
        fc.record({ '0': fc.nat(), '1': fc.nat() }),
      ),
      widgets_values: fc.oneof(fc.array(fc.jsonValue({ maxDepth: 1 })), extra),
      properties: extra,
      mode: fc.constantFrom(0, 1, 2, 3, 4),
    })
    const file = fc.record({
      extra,
      nodes: fc.array(
        fc.tuple(extra, anyNode).map(([more, known]) => ({
          ...more,
          inputs: [],
          ...known,
          outputs: null,
          title: 'T',
          size: [1, 2],
          flags: {},
        })),
        { maxLength: 4 },
      ),
      links: fc.array(
        fc.oneof(fc.constant(null), fc.tuple(fc.nat(), fc.nat(), fc.nat(), fc.nat(), fc.nat(), fc.string())),
        { maxLength: 3 },
      ),
      version: fc.constantFrom(0.4, 1, 0.5),
    })
    fc.assert(
      fc.property(file, data => {
        const text = JSON.stringify(data)
        fc.pre(!text.includes('__proto__'))
        const read = readWorkflow(text, specs)
        expect(writeWorkflow(read)).toBe(text)
      }),
      { numRuns: 100 },
    )
  })
})

describe('tolerance', () => {
  test('points come as arrays and as objects', () => {
    const { nodes } = readWorkflow(fixture('tcd'), specs)
    expect(pointOf(nodes[0]?.pos)).toEqual([26, 474])
    expect([pointOf(undefined), pointOf([null, 3])]).toEqual([
      [0, 0],
      [0, 3],
    ])
  })

  test('null links are skipped, numeric strings are slots', () => {
    const graph = checkWorkflow(workflow([], [null, [7, 1, '0' as unknown as number, 2, 1, 'MODEL']]))
    expect([...linksOf(graph).values()]).toEqual([
      { id: '7', from: '1', fromSlot: 0, to: '2', toSlot: 1, type: 'MODEL' },
    ])
  })

  test('subgraphs are found at any depth of definitions', () => {
    const inner = { id: 'b', nodes: [] }
    const outer = { id: 'a', nodes: [], definitions: { subgraphs: [inner] } }
    const found = subgraphsOf(checkWorkflow(workflow([], [], { definitions: { subgraphs: [outer] } })))
    expect([...found.keys()]).toEqual(['a', 'b'])
  })

  test('the empty document is a workflow', () => {
    expect(readWorkflow(writeWorkflow(emptyWorkflow), specs)).toEqual(emptyWorkflow)
  })
})

describe('damage is named by its place', () => {
  const messageOf = (nodes: unknown[], more = {}) => {
    try {
      checkWorkflow({ nodes, ...more })
    } catch (error) {
      return (error as WorkflowError).message
    }
    return 'no error'
  }

  test('in a node', () => {
    const good = node(1, 'KSampler')
    expect(messageOf([good, { ...good, pos: 'left' }])).toContain('nodes.1.pos: expected [x, y]')
    expect(messageOf([{ ...good, inputs: [{ name: 'a', link: true }] }])).toContain(
      'nodes.0.inputs.0.link: expected a number or a string',
    )
    expect(messageOf([{ ...good, type: 3 }])).toContain('nodes.0.type')
  })

  test('in a link', () => {
    expect(messageOf([], { links: [[1, 2]] })).toContain('links.0: expected a link')
  })

  test('in what is no workflow at all', () => {
    expect(() => checkWorkflow([1])).toThrow(WorkflowError)
    expect(() => checkWorkflow({ hello: 1 })).toThrow(/nodes/)
  })
})
