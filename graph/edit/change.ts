import { type Draft, produce } from 'immer'
import type { GraphScope, Workflow, WorkflowNode } from '../workflow.ts'

/**
 * The commands of an editor: each returns a change for `History.apply`. They change only their subject, in the form
 * that the file already has, so that everything else is written back as it was read. A command for a node that does not exist
 * throws: that is a bug in the caller.
 */
export type Change = (draft: Draft<Workflow>) => void

export type NodeId = WorkflowNode['id']
/** `[x, y]` in the canvas' own units, y downwards. */
export type Point = readonly [number, number]
export type DraftNode = Draft<WorkflowNode>
export type DraftInput = NonNullable<DraftNode['inputs']>[number]

/** The document after a change that is not recorded in a history. */
export const changed = (workflow: Workflow, change: Change): Workflow =>
  produce(workflow, draft => {
    change(draft)
  })

/** Several changes as one. */
export const together =
  (...changes: readonly Change[]): Change =>
  draft => {
    for (const change of changes) change(draft)
  }

/** Another document in the place of this one. */
export const replaceBy =
  (next: Workflow): Change =>
  draft => {
    for (const key of Object.keys(draft)) if (!(key in next)) delete draft[key]
    Object.assign(draft, next)
  }

export function nodeOf(draft: Draft<Workflow>, id: NodeId): DraftNode {
  const wanted = String(id)
  const node = draft.nodes.find(node => String(node.id) === wanted)
  if (!node) throw new Error(`the workflow has no node ${id}`)
  return node
}

/** Nodes by id, found in one pass. */
export function nodesOf(draft: Draft<Workflow>, ids: readonly NodeId[]): Map<string, DraftNode> {
  const wanted = new Set(ids.map(String))
  const nodes = draft.nodes.filter(node => wanted.has(String(node.id)))
  const found = new Map(nodes.map(node => [String(node.id), node]))
  const missing = ids.find(id => !found.has(String(id)))
  if (missing !== undefined) throw new Error(`the workflow has no node ${missing}`)
  return found
}

/** The items of a list without a draft of each; for 2,000 nodes, making drafts would take longer than the change. */
export const peek = <T>(list: readonly T[] | null | undefined): readonly T[] => list?.concat() ?? []

/** A document during a change, read-only. */
export const seen = (draft: Draft<Workflow>): GraphScope => ({ nodes: peek(draft.nodes), links: peek(draft.links) })

/** Writes a position or a size in the form that the file has: `[x, y]` or `{"0": x, "1": y}`. */
export function writePoint(node: DraftNode, key: 'pos' | 'size', [x, y]: Point): void {
  const point = node[key]
  if (point) {
    point[0] = x
    point[1] = y
  } else node[key] = [x, y]
}

/** Removes items from a list in place, so that the remaining items can still be changed. */
export function removeWhere<T>(list: T[], isGone: (item: T) => boolean): void {
  const items = list.concat()
  const first = items.findIndex(isGone)
  if (first < 0) return
  const end = items.findLastIndex(isGone) + 1
  list.splice(first, end - first, ...items.slice(first, end).filter(item => !isGone(item)))
}
