import { describe, expect, test } from 'vitest'
import { linksOf } from '../../../graph/document/links.ts'
import { advanceSeeds } from '../../../graph/edit/advance-seeds.ts'
import { nextNodeId } from '../../../graph/edit/ids.ts'
import { addNote } from '../../../graph/edit/nodes.ts'
import { setSeedControl } from '../../../graph/edit/widgets.ts'
import { insertReroute } from '../../../graph/edit/wires/reroutes.ts'
import { toPrompt } from '../../../graph/prompt.ts'
import { readWidgetValues } from '../../../graph/widgets/widget-values.ts'
import { checkWorkflow, emptyWorkflow, type Workflow } from '../../../graph/workflow.ts'
import { specNamed, specs } from '../specs.ts'
import { documents } from './documents.ts'
import { edited } from './edited.ts'
import { broken } from './invariants.ts'

const tcd = Object.values(documents)[0]!
const nodeOf = (workflow: Workflow, id: number) => workflow.nodes.find(node => node.id === id)!

describe('a reroute', () => {
  test('bends any wire, carries its type, and changes nothing that runs', () => {
    for (const opened of [tcd, documents['schema 1 with unknown fields']!])
      for (const wire of linksOf(opened).keys()) {
        const id = nextNodeId(opened)
        const bent = edited(opened, insertReroute(wire, [5, 6]))
        expect(broken(bent)).toEqual([])
        expect(toPrompt(bent, specs)).toEqual(toPrompt(opened, specs))
        const reroute = nodeOf(bent, id)
        expect(reroute).toMatchObject({ type: 'Reroute', pos: [5, 6] })
        const { from, fromSlot } = linksOf(opened).get(wire)!
        expect(reroute.outputs?.[0]?.type).toBe(nodeOf(opened, Number(from)).outputs?.[fromSlot]?.type)
      }
  })

  test('in a wire that is gone is none', () => expect(edited(tcd, insertReroute('999', [0, 0]))).toBe(tcd))
})

test('a note never runs', () => {
  const noted = edited(emptyWorkflow, addNote('Try 4 steps.', [1, 2]))
  expect(noted.nodes).toMatchObject([{ id: 1, type: 'Note', widgets_values: ['Try 4 steps.'], pos: [1, 2] }])
  expect(toPrompt(checkWorkflow(noted), specs)).toEqual({})
})

describe('seeds of the next run', () => {
  const spec = specNamed('KSampler')
  const sampler = (seed: number | bigint, control: string, link: number | null = null) => ({
    id: 1,
    type: 'KSampler',
    inputs: [{ name: 'seed', type: 'INT', link, widget: { name: 'seed' } }],
    widgets_values: [seed, control, 20, 8, 'euler', 'normal', 1],
  })
  const next = (node: unknown, random = 0.5) =>
    readWidgetValues(
      spec,
      edited(
        checkWorkflow({ nodes: [node] }),
        advanceSeeds(specs, () => random),
      ).nodes[0]!.widgets_values,
    ).values.seed

  test('go as their controls say, exactly beyond 2⁵³', () => {
    expect(next(sampler(7, 'fixed'))).toBe(7)
    expect(next(sampler(7, 'increment'))).toBe(8)
    expect(next(sampler(7, 'decrement'))).toBe(6)
    expect(next(sampler(2n ** 64n - 2n, 'increment'))).toBe(2n ** 64n - 1n)
    expect(next(sampler(7, 'randomize'))).toBe(2 ** 49)
  })

  test('stay where they are wired, and where nothing is to change the document does', () => {
    expect(next(sampler(7, 'increment', 3))).toBe(7)
    const fixed = edited(tcd, setSeedControl(specNamed('SamplerCustom'), 12, 'noise_seed', 'fixed'))
    expect(edited(fixed, advanceSeeds(specs))).toBe(fixed)
  })

  test('of a primitive keep within the widget it feeds', () => {
    const steps = nodeOf(tcd, 32)
    const fed = checkWorkflow({
      ...tcd,
      nodes: tcd.nodes.map(node => (node === steps ? { ...node, widgets_values: [50, 'increment'] } : node)),
    })
    expect(nodeOf(edited(fed, advanceSeeds(specs)), 32).widgets_values).toEqual([50, 'increment'])
    const random = checkWorkflow({
      ...tcd,
      nodes: tcd.nodes.map(node => (node === steps ? { ...node, widgets_values: [3, 'randomize'] } : node)),
    })
    expect(
      nodeOf(
        edited(
          random,
          advanceSeeds(specs, () => 0.999),
        ),
        32,
      ).widgets_values,
    ).toEqual([50, 'randomize'])
  })
})
