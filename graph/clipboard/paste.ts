import type { Draft } from 'immer'
import { type Change, type DraftNode, nodesOf, type Point } from '../edit/change.ts'
import { groupsOf, writeBounds } from '../edit/groups.ts'
import { forgetHidden } from '../edit/hidden-inputs.ts'
import { claimGroupId, claimLinkIds, claimNodeIds, nextNodeId } from '../edit/ids.ts'
import { typeName } from '../edit/wires/reroutes.ts'
import { recordWire } from '../edit/wires/wire-records.ts'
import { parseJson, stringifyJson } from '../json.ts'
import { typesMeet } from '../port-types.ts'
import type { Specs } from '../prompt.ts'
import { currentType } from '../renames.ts'
import { movedWidgetValues } from '../widgets/widget-values.ts'
import { pointOf, subgraphsOf, type Workflow, type WorkflowNode } from '../workflow.ts'
import type { Pasteable } from './pasteable.ts'

/** A paste into one document as it stands, and the ids of the nodes it will add, in the order of the copy. */
export interface Paste {
  readonly change: Change
  readonly ids: readonly number[]
}

export interface PasteOptions {
  /** What each type of node declares. */
  readonly specs: Specs
  /** `with inputs` also wires the copies to the nodes that the originals were wired to, where those are there. */
  readonly wires?: 'inside' | 'with inputs'
}

/** @param at  the upper left corner of the pasted nodes; null for beside the originals */
export function pasteNodes(
  workflow: Workflow,
  { nodes, wires, groups, subgraphs }: Pasteable,
  at: Point | null,
  { specs, wires: kept = 'inside' }: PasteOptions,
): Paste {
  const first = nextNodeId(workflow)
  const ids = nodes.map((_, index) => first + index)
  const newIds = new Map(nodes.map(({ id }, index) => [String(id), ids[index]!]))
  const corner = cornerOf(nodes)
  const delta: Point = at ? [at[0] - corner[0], at[1] - corner[1]] : beside
  const change: Change = draft => {
    claimNodeIds(draft, nodes.length)
    nodes.forEach((node, index) => {
      const copy = placed(node, ids[index]!, delta, draft.nodes.length)
      const spec = specs.get(currentType(node.type))
      if (spec) copy.widgets_values = movedWidgetValues(spec, copy.widgets_values, newIds)
      draft.nodes.push(copy)
    })
    addDefinitions(draft, subgraphs, nodes)
    addGroups(draft, groups, delta)
    const wanted = wires.flatMap(wire => {
      const to = newIds.get(wire.to)
      const from = newIds.get(wire.from) ?? (kept === 'with inputs' ? wire.from : undefined)
      return to === undefined || from === undefined ? [] : [{ ...wire, from: String(from), to: String(to) }]
    })
    joinAll(draft, wanted)
  }
  return { change, ids }
}

/** The offset from the originals: far enough to see both, and on the grid. */
const beside: Point = [30, 30]

const cornerOf = (nodes: readonly WorkflowNode[]): Point => {
  const places = nodes.map(({ pos }) => pointOf(pos))
  const least = (axis: 0 | 1) => places.reduce((min, place) => Math.min(min, place[axis]), Infinity)
  return places.length > 0 ? [least(0), least(1)] : [0, 0]
}

/** A copy that shares nothing with its original and has no wires yet. */
function placed(node: WorkflowNode, id: number, [dx, dy]: Point, order: number): DraftNode {
  const copy = parseJson(stringifyJson(node)) as unknown as DraftNode
  const [x, y] = pointOf(node.pos)
  for (const input of copy.inputs ?? []) input.link = null
  for (const output of copy.outputs ?? []) output.links = []
  forgetHidden(copy)
  return Object.assign(copy, { id, pos: [x + dx, y + dy], order })
}

function addDefinitions(draft: Draft<Workflow>, subgraphs: Pasteable['subgraphs'], nodes: Pasteable['nodes']): void {
  const present = subgraphsOf(draft as Workflow)
  const missing = subgraphs.filter(({ id }) => !present.has(id))
  if (missing.length === 0 || !nodes.some(({ type }) => missing.some(({ id }) => id === type))) return
  draft.definitions ??= {}
  draft.definitions.subgraphs ??= []
  draft.definitions.subgraphs.push(...missing.map(each => parseJson(stringifyJson(each)) as never))
}

function addGroups(draft: Draft<Workflow>, groups: Pasteable['groups'], [dx, dy]: Point): void {
  for (const { bounding, index } of groupsOf({ nodes: [], groups })) {
    const copy = parseJson(stringifyJson(groups[index])) as Record<string, unknown>
    const id = claimGroupId(draft)
    writeBounds(copy, [bounding[0] + dx, bounding[1] + dy, bounding[2], bounding[3]])
    draft.groups ??= []
    draft.groups.push(Object.assign(copy, { id }))
  }
}

/** Records the wires whose ends exist and match. An input takes the first. */
function joinAll(draft: Draft<Workflow>, wires: Pasteable['wires']): void {
  const present = new Set(draft.nodes.concat().map(({ id }) => String(id)))
  const both = wires.filter(({ from, to }) => present.has(from) && present.has(to))
  const nodes = nodesOf(
    draft,
    both.flatMap(({ from, to }) => [from, to]),
  )
  const fitting = both.filter(({ from, fromSlot, to, toSlot }) => {
    const output = nodes.get(from)?.outputs?.[fromSlot]
    const input = nodes.get(to)?.inputs?.[toSlot]
    return output && input && typesMeet(typeName(output.type), typeName(input.type))
  })
  const first = claimLinkIds(draft, fitting.length)
  fitting.forEach(({ from, fromSlot, to, toSlot, type }, index) => {
    const ends = { from: nodes.get(from)!, slot: fromSlot, to: nodes.get(to)!, toSlot }
    const known = type === '*' ? (ends.to.inputs![toSlot]!.type ?? '*') : type
    recordWire(draft, { ...ends, type: known }, first + index)
  })
}
