import type { Draft } from 'immer'
import { readLink } from '../../document/links.ts'
import type { Workflow, WorkflowNode } from '../../workflow.ts'
import { type DraftNode, removeWhere } from '../change.ts'
import { claimLinkIds } from '../ids.ts'

/** A new wire: from an output's index to an input's index. */
export interface NewWire {
  readonly from: DraftNode
  readonly slot: number
  readonly to: DraftNode
  readonly toSlot: number
  readonly type: unknown
}

/**
 * Records a wire in three places: the list, the output and the input. The input must be free.
 *
 * @param id  allocated in advance if many wires are added at once
 */
export function recordWire(draft: Draft<Workflow>, wire: NewWire, id: number = claimLinkIds(draft)): void {
  const { from, slot, to, toSlot, type } = wire
  const output = from.outputs?.[slot]
  if (!output) throw new Error(`node ${from.id} has no output ${slot}`)
  output.links = [...(output.links ?? []), id]
  to.inputs![toSlot]!.link = id
  draft.links ??= []
  draft.links.push(
    draft.state
      ? { id, origin_id: from.id, origin_slot: slot, target_id: to.id, target_slot: toSlot, type }
      : [id, from.id, slot, to.id, toSlot, type],
  )
}

/** Removes wires from the three places that record them, and from their waypoints. */
export function cutWires(draft: Draft<Workflow>, wires: ReadonlySet<string>): void {
  if (wires.size === 0) return
  const isCut = (id: unknown) => wires.has(String(id))
  removeWhere(draft.links ?? [], link => link !== null && isCut(readLink(link).id))
  for (const node of draft.nodes.filter(node => names(node, isCut))) {
    for (const input of node.inputs ?? []) if (input.link !== null && isCut(input.link)) input.link = null
    for (const output of node.outputs ?? [])
      if (output.links?.some(isCut)) output.links = output.links.filter(id => !isCut(id))
  }
  for (const waypoint of waypointsOf(draft))
    if (waypoint.linkIds?.some(isCut)) waypoint.linkIds = waypoint.linkIds.filter(id => !isCut(id))
  const extensions = draft.extra?.linkExtensions
  if (Array.isArray(extensions)) removeWhere(extensions, each => isCut(each?.id))
}

/** Writes into the wires that end at a node which of its inputs they end at. */
export function placeWires(draft: Draft<Workflow>, { inputs }: DraftNode): void {
  const slots = new Map(
    (inputs ?? []).flatMap(({ link }, slot) => (link == null ? [] : [[String(link), slot] as const])),
  )
  for (const link of draft.links ?? []) {
    const slot = link && slots.get(readLink(link).id)
    if (!link || slot === undefined || slot === null) continue
    if (Array.isArray(link)) link[4] = slot
    else (link as { target_slot: number }).target_slot = slot
  }
}

/** The wire into an input, or undefined. */
export const wireInto = (node: WorkflowNode, name: string): string | undefined => {
  const link = node.inputs?.find(input => input.name === name)?.link
  return link === null || link === undefined ? undefined : String(link)
}

/** Writes the type that a wire carries. */
export function writeWireType(draft: Draft<Workflow>, wire: string, type: unknown): void {
  const link = draft.links?.find(link => link !== null && readLink(link).id === wire)
  if (Array.isArray(link)) link[5] = type
  else if (link) link.type = type
}

const names = (node: WorkflowNode, isCut: (id: unknown) => boolean): boolean =>
  (node.inputs?.some(({ link }) => link !== null && isCut(link)) ?? false) ||
  (node.outputs?.some(({ links }) => links?.some(isCut)) ?? false)

/** Native reroutes: in `extra` (schema 0.4) or at the root (1). */
function waypointsOf(draft: Draft<Workflow>): { linkIds?: unknown[] | null }[] {
  const found = draft.state ? draft.reroutes : draft.extra?.reroutes
  return Array.isArray(found) ? found : []
}
