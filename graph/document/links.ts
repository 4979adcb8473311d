import type { GraphScope, WorkflowLink } from '../workflow.ts'

/** A wire, in either form that files have. Node ids are strings, as in prompts. */
export interface Link {
  readonly id: string
  readonly from: string
  readonly fromSlot: number
  readonly to: string
  /** Out of date in many files: use the input that names the link. */
  readonly toSlot: number
  readonly type: string
}

/** Node id of a subgraph's own inputs, and of its outputs, in the links inside it. */
export const subgraphInputs = '-10'
export const subgraphOutputs = '-20'

/** A tuple of schema 0.4 or an object of schema 1, read. */
export function readLink(link: NonNullable<WorkflowLink>): Link {
  const [id, from, fromSlot, to, toSlot, type] = isTuple(link)
    ? link
    : [link.id, link.origin_id, link.origin_slot, link.target_id, link.target_slot, link.type]
  return {
    id: String(id),
    from: String(from),
    fromSlot: Number(fromSlot),
    to: String(to),
    toSlot: Number(toSlot),
    type: typeof type === 'string' ? type : '*',
  }
}

/** The wires of one graph by id; holes in the list are skipped. */
export const linksOf = (graph: GraphScope): Map<string, Link> =>
  new Map((graph.links ?? []).flatMap(link => (link ? [readLink(link)] : [])).map(link => [link.id, link]))

const isTuple = (link: NonNullable<WorkflowLink>): link is Extract<NonNullable<WorkflowLink>, readonly unknown[]> =>
  Array.isArray(link)
