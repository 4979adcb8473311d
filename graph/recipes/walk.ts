import { passedInput } from '../document/bypass.ts'
import { linksOf } from '../document/links.ts'
import type { GraphScope, WorkflowNode } from '../workflow.ts'

/** An output of a node. */
export interface Source {
  readonly node: WorkflowNode
  readonly slot: number
}

/** A graph to walk against its wires: reroutes and bypassed nodes are looked through. */
export interface Walk {
  readonly nodes: readonly WorkflowNode[]
  find(id: unknown): WorkflowNode | undefined
  /** What an input reads; undefined when it is not wired. */
  source(node: WorkflowNode, input: string): Source | undefined
}

export function walkOf(graph: GraphScope): Walk {
  const links = linksOf(graph)
  const byId = new Map(graph.nodes.map(node => [String(node.id), node]))

  function behind(link: unknown, wanted: unknown, passed: ReadonlySet<string> = new Set()): Source | undefined {
    const wire = links.get(String(link))
    const node = wire && byId.get(wire.from)
    if (!wire || !node || passed.has(wire.id)) return undefined
    const through =
      node.type === 'Reroute'
        ? node.inputs?.[0]
        : node.mode === 4
          ? passedInput(node, wire.fromSlot, wanted as Parameters<typeof passedInput>[2])
          : undefined
    if (node.type !== 'Reroute' && node.mode !== 4) return { node, slot: wire.fromSlot }
    return through?.link == null ? undefined : behind(through.link, wanted, new Set([...passed, wire.id]))
  }

  return {
    nodes: graph.nodes,
    find: id => byId.get(String(id)),
    source(node, name) {
      const input = node.inputs?.find(input => input.name === name)
      return input?.link == null ? undefined : behind(input.link, input.type)
    },
  }
}

/** The models a node's model comes from, nearest first: LoRAs, patches, and at the end a loader. */
export function modelChain(walk: Walk, consumer: WorkflowNode): WorkflowNode[] {
  const chain: WorkflowNode[] = []
  for (let at = walk.source(consumer, 'model'); at && !chain.includes(at.node); at = walk.source(at.node, 'model'))
    chain.push(at.node)
  return chain
}
