import type { Size } from '../drawing/drawing.ts'
import type { NodeSpec } from '../node.ts'
import type { Specs } from '../prompt.ts'
import { currentType } from '../renames.ts'
import { readWidgetValues } from '../widgets/widget-values.ts'
import type { Workflow, WorkflowNode } from '../workflow.ts'
import { type Link, linksOf } from './links.ts'

/**
 * The size of the picture that a node contributes to: the size of the latent that the nodes after it start from.
 *
 * @returns null if no node sets it, or a wire does
 */
export function outputSize(workflow: Workflow, specs: Specs, id: string): Size | null {
  const graph = graphOf(workflow)
  for (const behind of nodesBehind(graph, id)) {
    const found = latentBehind(graph, specs, behind, new Set())
    if (found) return found.size
  }
  return null
}

/** A node that sets the size of a latent. */
export interface SizedLatent {
  readonly node: WorkflowNode
  readonly size: Size
}

/** The node that sets the size of the latent that a node reads; null if none does, or a wire does. */
export const latentOf = (workflow: Workflow, specs: Specs, node: WorkflowNode): SizedLatent | null =>
  latentBehind(graphOf(workflow), specs, node, new Set())

/** Ids of the nodes that read this one, directly or indirectly, the nearest first; without itself. */
export function readersOf(workflow: Workflow, id: string): readonly string[] {
  return nodesBehind(graphOf(workflow), id).map(node => String(node.id))
}

interface Graph {
  readonly nodes: ReadonlyMap<string, WorkflowNode>
  readonly links: ReadonlyMap<string, Link>
}

const graphOf = (workflow: Workflow): Graph => ({
  nodes: new Map(workflow.nodes.map(node => [String(node.id), node])),
  links: linksOf(workflow),
})

/** The nodes a node reads, with the type of each wire. */
const sourcesOf = ({ links }: Graph, node: WorkflowNode): readonly Link[] =>
  (node.inputs ?? []).flatMap(({ link }) => (link == null ? [] : (links.get(String(link)) ?? [])))

function nodesBehind(graph: Graph, id: string): WorkflowNode[] {
  const reached = new Set([id])
  const found: WorkflowNode[] = []
  for (const from of reached)
    for (const [to, node] of graph.nodes)
      if (!reached.has(to) && sourcesOf(graph, node).some(link => link.from === from)) {
        reached.add(to)
        found.push(node)
      }
  return found
}

/** Follows the latents that a node reads back to the first node with a width and a height. */
function latentBehind(graph: Graph, specs: Specs, node: WorkflowNode, seen: Set<string>): SizedLatent | null {
  for (const { from, type } of sourcesOf(graph, node)) {
    const source = graph.nodes.get(from)
    if (type !== 'LATENT' || !source || seen.has(from)) continue
    seen.add(from)
    const size = ownSize(source, specs.get(currentType(source.type)))
    const found = size ? { node: source, size } : latentBehind(graph, specs, source, seen)
    if (found) return found
  }
  return null
}

function ownSize(node: WorkflowNode, spec: NodeSpec | undefined): Size | null {
  const isWired = (name: string) => node.inputs?.some(input => input.name === name && input.link != null)
  if (!spec || isWired('width') || isWired('height')) return null
  const { width, height } = readWidgetValues(spec, node.widgets_values).values
  const isSaid = typeof width === 'number' && typeof height === 'number' && width > 0 && height > 0
  return isSaid ? { width, height } : null
}
