import { readFileSync } from 'node:fs'
import { linksOf } from '../../../graph/document/links.ts'
import { readWorkflow } from '../../../graph/import/read-workflow.ts'
import { checkWorkflow, type Workflow } from '../../../graph/workflow.ts'
import { specs } from '../specs.ts'

const read = (path: string): Workflow =>
  readWorkflow(readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8'), specs)

/** The same document as ComfyUI's newer schema spells it, with fields that nobody here knows. */
function inSchema1(workflow: Workflow): Workflow {
  const { last_node_id, last_link_id, version: _, links: __, ...rest } = workflow
  return checkWorkflow({
    ...rest,
    version: 1,
    revision: 3,
    state: { lastGroupid: 2, lastNodeId: last_node_id, lastLinkId: last_link_id, lastRerouteId: 1 },
    links: [...linksOf(workflow).values()].map(({ id, from, fromSlot, to, toSlot, type }) => ({
      id: Number(id),
      origin_id: Number(from),
      origin_slot: fromSlot,
      target_id: Number(to),
      target_slot: toSlot,
      type,
      parentId: 1,
    })),
    groups: [
      { id: 1, title: 'All', bounding: [-100, -100, 4000, 3000], color: '#3f789e', fold: true, flags: {} },
      { id: 2, title: 'Old', bounding: { 0: 10, 1: 20, 2: 300, 3: 200 }, locked: false },
    ],
    reroutes: [{ id: 1, pos: [5, 5], linkIds: [1, 2] }],
    floatingLinks: [],
  })
}

const tcd = read('tests/graph/fixtures/tcd.json')

/** Documents in every form that editing must keep. */
export const documents: Readonly<Record<string, Workflow>> = {
  'schema 0.4 with reroutes, notes, primitives and a hole among the links': tcd,
  'schema 0.4 with subgraphs': read('tests/graph/fixtures/subgraph.json'),
  'a shipped workflow': read('workflows/hyper-sd-1-step.json'),
  'the shipped image to image': read('workflows/image-to-image.json'),
  'schema 1 with unknown fields': inSchema1(tcd),
  'nodes that nobody knows': checkWorkflow({
    last_node_id: '9',
    last_link_id: 3,
    nodes: [
      { id: '4:1', type: 'Odd', outputs: [{ name: 'A', type: ['a', 'b'], links: null }, { type: -1 }], color: null },
      { id: 7, type: 'Odder', pos: { 0: 3, 1: 4, 9: 9 }, inputs: [{ name: 'x', type: 0, link: 3 }], mood: 'blue' },
      { id: 9, type: 'Bare', outputs: [{ name: 'B', type: '*', links: [3] }] },
    ],
    links: [null, [3, 9, '0', 7, 0, '*', 'more']],
    groups: [{}],
    plugin: { kept: [1, { deep: true }] },
    version: 0.4,
  }),
}
