import type { Draft } from 'immer'
import { passedInput } from '../../document/bypass.ts'
import { type Link, linksOf } from '../../document/links.ts'
import type { Workflow, WorkflowNode } from '../../workflow.ts'
import { nodesOf, seen } from '../change.ts'
import { isReroute } from './reroutes.ts'
import { cutWires, recordWire } from './wire-records.ts'

/**
 * Connects every wire from the given nodes to the input of its type, as if the nodes were bypassed. A wire without such an
 * input stays as it is.
 */
export function joinPast(draft: Draft<Workflow>, gone: ReadonlySet<string>): void {
  const graph = seen(draft)
  const links = linksOf(graph)
  const nodes = new Map(graph.nodes.map(node => [String(node.id), node]))
  for (const wire of links.values()) {
    if (!gone.has(wire.from) || gone.has(wire.to)) continue
    const toSlot = nodes.get(wire.to)?.inputs?.findIndex(({ link }) => String(link) === wire.id) ?? -1
    if (toSlot < 0) continue
    const input = nodes.get(wire.to)!.inputs![toSlot]!
    const wanted = input.type === '*' ? nodes.get(wire.from)?.outputs?.[wire.fromSlot]?.type : input.type
    const source = sourcePast(wire, { gone, nodes, links, wanted })
    if (!source || !nodes.get(source.from)?.outputs?.[source.fromSlot]) continue
    cutWires(draft, new Set([wire.id]))
    const ends = nodesOf(draft, [source.from, wire.to])
    const [from, to] = [ends.get(source.from)!, ends.get(wire.to)!]
    recordWire(draft, { from, slot: source.fromSlot, to, toSlot, type: input.type === '*' ? wanted : input.type })
  }
}

interface Past {
  readonly gone: ReadonlySet<string>
  readonly nodes: ReadonlyMap<string, WorkflowNode>
  readonly links: ReadonlyMap<string, Link>
  readonly wanted: unknown
}

/** Follows wires back through removed nodes to one that stays. */
function sourcePast(wire: Link, { gone, nodes, links, wanted }: Past): Link | undefined {
  const passed = new Set<string>()
  let at: Link | undefined = wire
  while (at && gone.has(at.from)) {
    if (passed.has(at.id)) return undefined
    passed.add(at.id)
    const node: WorkflowNode | undefined = nodes.get(at.from)
    if (!node) return undefined
    const input = isReroute(node)
      ? node.inputs?.[0]
      : passedInput(node, at.fromSlot, wanted as Parameters<typeof passedInput>[2])
    at = links.get(String(input?.link))
  }
  return at
}
