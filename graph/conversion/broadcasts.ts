import { z } from 'zod'
import type { GraphScope, WorkflowInput, WorkflowNode } from '../workflow.ts'

const id = z.union([z.string(), z.number()])

/** A wire of cg-use-everywhere, as the file records it: found by type or name, drawn nowhere. */
const broadcast = z.object({
  downstream: id,
  downstream_slot: z.number(),
  upstream: id,
  upstream_slot: z.number(),
})

/** The same graph with a wire for each broadcast that the file records (`extra.ue_links`), where an input is free. */
export function withBroadcasts(graph: GraphScope): GraphScope {
  const recorded = (graph.extra as { readonly ue_links?: unknown } | null | undefined)?.ue_links
  if (!Array.isArray(recorded) || recorded.length === 0) return graph
  const wires = recorded.flatMap((entry, index) => {
    const { data } = broadcast.safeParse(entry)
    return data ? [{ ...data, id: `everywhere ${index}` }] : []
  })
  const into = Map.groupBy(wires, ({ downstream }) => String(downstream))
  const connect = (node: WorkflowNode): WorkflowNode => {
    const bySlot = new Map((into.get(String(node.id)) ?? []).map(wire => [wire.downstream_slot, wire.id]))
    if (bySlot.size === 0) return node
    const link = (input: WorkflowInput, slot: number) => input.link ?? bySlot.get(slot) ?? null
    return { ...node, inputs: (node.inputs ?? []).map((input, slot) => ({ ...input, link: link(input, slot) })) }
  }
  return {
    ...graph,
    nodes: graph.nodes.map(connect),
    links: [
      ...(graph.links ?? []),
      ...wires.map(wire => ({
        id: wire.id,
        origin_id: wire.upstream,
        origin_slot: wire.upstream_slot,
        target_id: wire.downstream,
        target_slot: wire.downstream_slot,
      })),
    ],
  }
}
