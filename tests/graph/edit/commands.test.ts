import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { setTitle } from '../../../graph/edit/appearance.ts'
import type { Change } from '../../../graph/edit/change.ts'
import { addNode, moveNodes, removeNodes, setMode } from '../../../graph/edit/nodes.ts'
import { setWidget } from '../../../graph/edit/widgets.ts'
import { connect, disconnect } from '../../../graph/edit/wires.ts'
import { createHistory } from '../../../graph/history.ts'
import { readWorkflow } from '../../../graph/import/read-workflow.ts'
import { linksOf } from '../../../graph/links.ts'
import { toPrompt } from '../../../graph/prompt.ts'
import { emptyWorkflow, type Workflow, writeWorkflow } from '../../../graph/workflow.ts'
import { specNamed, specs } from '../specs.ts'

const fixture = (name: string) =>
  readWorkflow(readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), 'utf8'), specs)
const edited = (workflow: Workflow, ...changes: Change[]) => {
  const history = createHistory(workflow)
  for (const change of changes) history.apply('change', change)
  return history.present
}

describe('commands', () => {
  const two = [addNode(specNamed('CheckpointLoaderSimple'), [0, 0]), addNode(specNamed('KSampler'), [400, 0])]

  test('build a graph that runs', () => {
    const built = edited(
      emptyWorkflow,
      ...two,
      connect(1, 0, 2, specNamed('KSampler'), 'model'),
      setWidget(specNamed('KSampler'), 2, 'steps', 4),
    )
    expect(toPrompt(built, specs)['2']?.inputs).toMatchObject({ model: ['1', 0], steps: 4, cfg: 8 })
    expect(built).toMatchObject({ last_node_id: 2, last_link_id: 1, links: [[1, 1, 0, 2, 0, 'MODEL']] })
    expect(emptyWorkflow.nodes).toEqual([])
  })

  test('a second wire to an input replaces the first; cutting one forgets it everywhere', () => {
    const kSampler = specNamed('KSampler')
    const rewired = edited(
      emptyWorkflow,
      ...two,
      ...two.slice(0, 1),
      connect(1, 0, 2, kSampler, 'model'),
      connect(3, 0, 2, kSampler, 'model'),
    )
    expect([...linksOf(rewired).values()].map(({ from, to }) => [from, to])).toEqual([['3', '2']])
    expect(rewired.nodes[0]?.outputs?.[0]?.links).toEqual([])
    const bare = edited(rewired, disconnect(2, 'model'))
    expect([bare.links, bare.nodes[1]?.inputs?.[0]?.link, bare.nodes[2]?.outputs?.[0]?.links]).toEqual([[], null, []])
  })

  test('a widget gets its input when it is first wired', () => {
    const wired = edited(
      emptyWorkflow,
      addNode(specNamed('WiredSteps'), [0, 0]),
      addNode(specNamed('EmptyLatentImage'), [1, 1]),
      connect(1, 0, 2, specNamed('EmptyLatentImage'), 'width'),
    )
    expect(wired.nodes[1]?.inputs).toEqual([{ name: 'width', type: 'INT', link: 1, widget: { name: 'width' } }])
  })

  test('removing a node takes its wires out of nodes, links and waypoints, and nothing else', () => {
    const before = fixture('tcd')
    const removed = edited(before, removeNodes([8]))
    const gone = (before.links ?? []).filter(link => Array.isArray(link) && (link[1] === 8 || link[3] === 8))
    expect(gone.length).toBe(3)
    expect(removed.links).toEqual(before.links?.filter(link => !gone.includes(link)))
    expect(removed.nodes.length).toBe(before.nodes.length - 1)
    expect(JSON.stringify(removed.nodes)).not.toMatch(/"link":1[567]\b/)
    expect(removed.extra).toMatchObject({ reroutes: [{ linkIds: [] }] })
    expect(removed.groups).toBe(before.groups)
  })

  test('schema 1 keeps its own form of links and counters', () => {
    const file = readWorkflow('{"version":1,"state":{"lastNodeId":4,"lastLinkId":7},"nodes":[],"links":[]}', specs)
    const built = edited(file, ...two, connect(5, 0, 6, specNamed('KSampler'), 'model'))
    expect(built.links).toEqual([{ id: 8, origin_id: 5, origin_slot: 0, target_id: 6, target_slot: 0, type: 'MODEL' }])
    expect(built.state).toEqual({ lastNodeId: 6, lastLinkId: 8 })
    expect(edited(built, removeNodes([5])).links).toEqual([])
  })

  test('what is not there is a mistake of the program', () => {
    expect(() => edited(emptyWorkflow, moveNodes([[1, [0, 0]]]))).toThrow('the workflow has no node 1')
    expect(() => edited(emptyWorkflow, ...two, connect(1, 9, 2, specNamed('KSampler'), 'model'))).toThrow('no output 9')
    expect(() => edited(emptyWorkflow, ...two, connect(1, 0, 2, specNamed('KSampler'), 'nose'))).toThrow(
      'no input nose',
    )
  })
})

describe('any edits', () => {
  const id = fc.integer({ min: 1, max: 14 })
  const point = fc.tuple(fc.integer(), fc.integer())
  const command: fc.Arbitrary<Change> = fc.oneof(
    fc.tuple(fc.constantFrom(...specs.values()), point).map(([spec, pos]) => addNode(spec, pos)),
    id.map(id => removeNodes([id])),
    fc.tuple(id, point).map(([id, pos]) => moveNodes([[id, pos]])),
    fc.tuple(id, fc.constantFrom(0 as const, 2 as const, 4 as const)).map(([id, mode]) => setMode([id], mode)),
    fc.tuple(id, fc.string()).map(([id, title]) => setTitle(id, title)),
    fc
      .tuple(id, fc.integer({ min: 0, max: 2 }), id)
      .map(([from, slot, to]) => connect(from, slot, to, specNamed('SamplerCustom'), 'cfg')),
    id.map(id => disconnect(id, 'cfg')),
    fc.tuple(id, fc.nat()).map(([id, value]) => setWidget(specNamed('KSampler'), id, 'cfg', value)),
  )

  test('undone, leave the file byte for byte as it was; redone, as it became', () => {
    const opened = fixture('tcd')
    fc.assert(
      fc.property(fc.array(command, { maxLength: 20 }), commands => {
        const history = createHistory(opened)
        const texts = [writeWorkflow(opened)]
        for (const change of commands) {
          const before = history.present
          try {
            history.apply('edit', change)
          } catch {
            expect(history.present).toBe(before)
          }
          if (history.present !== before) texts.push(writeWorkflow(history.present))
        }
        const undone = texts.toReversed().map(() => [writeWorkflow(history.present), history.undo()][0])
        expect(undone).toEqual(texts.toReversed())
        expect(history.present).toBe(opened)
        expect(texts.map(() => [writeWorkflow(history.present), history.redo()][0])).toEqual(texts)
      }),
      { numRuns: 60 },
    )
  })

  test('leave every wire recorded in all three places', () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 20 }), commands => {
        const history = createHistory(emptyWorkflow)
        for (const change of commands)
          try {
            history.apply('edit', change)
          } catch {}
        const { nodes } = history.present
        for (const { id, from, fromSlot, to, toSlot } of linksOf(history.present).values()) {
          const node = (wanted: string) => nodes.find(({ id }) => String(id) === wanted)
          expect(String(node(to)?.inputs?.[toSlot]?.link)).toBe(id)
          expect(node(from)?.outputs?.[fromSlot]?.links?.map(String)).toContain(id)
        }
        const named = nodes.flatMap(({ inputs }) => inputs?.flatMap(({ link }) => link ?? []) ?? [])
        expect(named.length).toBe(linksOf(history.present).size)
      }),
      { numRuns: 60 },
    )
  })
})
