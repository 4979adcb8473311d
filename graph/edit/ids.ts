import type { Draft } from 'immer'
import { readLink } from '../document/links.ts'
import type { Workflow } from '../workflow.ts'
import { peek } from './change.ts'

/** The id of the next new node; a paste of three nodes uses this id and the next two. */
export const nextNodeId = (workflow: Workflow | Draft<Workflow>): number =>
  1 + highest(workflow.state ? workflow.state.lastNodeId : workflow.last_node_id, idsOf(workflow.nodes))

/** Counts new nodes. @returns the id of the first; the others follow it */
export function claimNodeIds(draft: Draft<Workflow>, count = 1): number {
  const first = nextNodeId(draft)
  if (count === 0) return first
  if (draft.state) draft.state.lastNodeId = first + count - 1
  else draft.last_node_id = first + count - 1
  return first
}

/** Counts new wires. @returns the id of the first; the others follow it */
export function claimLinkIds(draft: Draft<Workflow>, count = 1): number {
  const used = peek(draft.links).map(link => (link ? readLink(link).id : 0))
  const first = 1 + highest(draft.state ? draft.state.lastLinkId : draft.last_link_id, used)
  if (count === 0) return first
  if (draft.state) draft.state.lastLinkId = first + count - 1
  else draft.last_link_id = first + count - 1
  return first
}

/** Counts a new group. Schema 0.4 keeps no counter of groups; the published schema 1 spells its own `lastGroupid`. */
export function claimGroupId(draft: Draft<Workflow>): number {
  const state = draft.state
  const counter = state && 'lastGroupid' in state ? 'lastGroupid' : 'lastGroupId'
  const id =
    1 +
    highest(
      state?.[counter],
      peek(draft.groups).map(({ id }) => id),
    )
  if (state) state[counter] = id
  return id
}

const idsOf = (nodes: readonly { readonly id?: unknown }[]) => peek(nodes).map(({ id }) => id)

/** Ids that are not numbers (`12:5`) do not count. */
const highest = (counter: unknown, ids: readonly unknown[]): number =>
  ids.reduce<number>((max, id) => Math.max(max, Number(id) || 0), Number(counter) || 0)
