import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { linksOf } from '../../../graph/document/links.ts'
import { setCollapsed, setColor, setPinned, setTitle } from '../../../graph/edit/appearance.ts'
import { addNode, moveNodes, removeNodes, resizeNode, setMode } from '../../../graph/edit/nodes.ts'
import { setSeedControl, setWidget } from '../../../graph/edit/widgets.ts'
import { connect, disconnect } from '../../../graph/edit/wires/wires.ts'
import { readWorkflow } from '../../../graph/import/read-workflow.ts'
import { toPrompt } from '../../../graph/prompt.ts'
import { checkWorkflow, emptyWorkflow } from '../../../graph/workflow.ts'
import { specNamed, specs } from '../specs.ts'
import { edited } from './edited.ts'

const fixture = (name: string) =>
  readWorkflow(readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), 'utf8'), specs)
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

  test('places and sizes keep the form they were written in', () => {
    const before = checkWorkflow({ nodes: [{ id: 1, type: 'A', pos: { 0: 1, 1: 2 }, size: [3, 4, 5] }] })
    expect(edited(before, moveNodes([[1, [8, 9]]]), resizeNode(1, [10, 11])).nodes[0]).toEqual({
      id: 1,
      type: 'A',
      pos: { 0: 8, 1: 9 },
      size: [10, 11, 5],
    })
  })

  test('what a node looks like can be said and taken back, also of a node that nobody knows', () => {
    const before = checkWorkflow({ nodes: [{ id: '4:1', type: 'Odd', mood: 'blue' }] })
    const dressed = edited(
      before,
      setTitle('4:1', 'Mine'),
      setColor(['4:1'], { color: '#223', bgcolor: '#335' }),
      setCollapsed(['4:1'], true),
      setPinned(['4:1'], true),
      setMode(['4:1'], 4),
    )
    expect(dressed.nodes[0]).toMatchObject({
      title: 'Mine',
      color: '#223',
      bgcolor: '#335',
      flags: { collapsed: true, pinned: true },
      mode: 4,
    })
    const bare = edited(
      dressed,
      setTitle('4:1', ''),
      setColor(['4:1'], null),
      setCollapsed(['4:1'], false),
      setPinned(['4:1'], false),
      setMode(['4:1'], 0),
    )
    expect(bare.nodes[0]).toEqual({ id: '4:1', type: 'Odd', mood: 'blue', flags: {}, mode: 0 })
  })

  test('saying what is already so changes nothing', () => {
    const before = edited(emptyWorkflow, ...two)
    const spec = specNamed('KSampler')
    const same = [
      moveNodes([[2, [400, 0]]]),
      setMode([1, 2], 0),
      setPinned([1], false),
      setColor([2], null),
      setWidget(spec, 2, 'steps', 20),
      setSeedControl(spec, 2, 'seed', 'randomize'),
      disconnect(2, 'model'),
      removeNodes([77]),
    ]
    for (const change of same) expect(edited(before, change)).toBe(before)
  })
})
