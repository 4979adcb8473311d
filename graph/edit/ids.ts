import type { Draft } from 'immer'
import { readLink } from '../links.ts'
import type { Workflow } from '../workflow.ts'
import { peek } from './change.ts'

/** The id that the next new node gets; a paste of three gets this and the two after it. */
export const nextNodeId = (workflow: Workflow | Draft<Workflow>): number =>
  1 + highest(workflow.state ? workflow.state.lastNodeId : workflow.last_node_id, idsOf(workflow.nodes))

/** Counts a new node. */
export function claimNodeId(draft: Draft<Workflow>): number {
  const id = nextNodeId(draft)
  if (draft.state) draft.state.lastNodeId = id
  else draft.last_node_id = id
  return id
}

/** Counts a new wire. */
export function claimLinkId(draft: Draft<Workflow>): number {
  const used = peek(draft.links).map(link => (link ? readLink(link).id : 0))
  const id = 1 + highest(draft.state ? draft.state.lastLinkId : draft.last_link_id, used)
  if (draft.state) draft.state.lastLinkId = id
  else draft.last_link_id = id
  return id
}

const idsOf = (nodes: readonly { readonly id: unknown }[]) => peek(nodes).map(({ id }) => id)

/** Ids that are no numbers (`12:5`) do not count. */
const highest = (counter: unknown, ids: readonly unknown[]): number =>
  ids.reduce<number>((max, id) => Math.max(max, Number(id) || 0), Number(counter) || 0)
