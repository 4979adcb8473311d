import { type Link, linksOf } from '../document/links.ts'
import { WorkflowError } from '../errors.ts'
import { type GraphScope, type Subgraph, subgraphsOf, type Workflow, type WorkflowNode } from '../workflow.ts'

/** One graph as it runs: the root, or the inside of one instance of a subgraph. */
export interface Scope {
  /** Leads the ids of the nodes inside: '' for the root, '12:' inside node 12, '12:7:' inside its node 7. */
  readonly path: string
  readonly nodes: ReadonlyMap<string, WorkflowNode>
  readonly links: ReadonlyMap<string, Link>
  /** Where this subgraph stands. */
  readonly instance?: { readonly scope: Scope; readonly node: WorkflowNode }
  /** The subgraphs that stand in this graph, by the id of their node. */
  readonly inner: ReadonlyMap<string, Scope>
}

const muted = 2
const bypassed = 4
export const isMuted = (node: WorkflowNode) => node.mode === muted
export const isBypassed = (node: WorkflowNode) => node.mode === bypassed

/** Subgraphs can multiply: ten instances of ten instances of … */
const maxNodes = 20_000

/**
 * Opens a workflow and every active subgraph instance in it.
 *
 * @throws WorkflowError `cycle` when a subgraph contains itself, `unsupported` beyond 20 000 nodes
 */
export function openScopes(workflow: Workflow): Scope {
  const definitions = subgraphsOf(workflow)
  let count = 0
  const open = (graph: GraphScope, path: string, instance: Scope['instance'], around: readonly Subgraph[]): Scope => {
    count += graph.nodes.length
    if (count > maxNodes) throw new WorkflowError('unsupported', `The workflow expands to more than ${maxNodes} nodes.`)
    const inner = new Map<string, Scope>()
    const nodes = new Map(graph.nodes.map(node => [String(node.id), node]))
    const scope: Scope = { path, nodes, links: linksOf(graph), inner, ...(instance && { instance }) }
    for (const [id, node] of nodes) {
      const definition = definitions.get(node.type)
      if (!definition || isMuted(node) || isBypassed(node)) continue
      if (around.includes(definition)) throw containsItself(definition, node)
      inner.set(id, open(definition, `${path}${id}:`, { scope, node }, [...around, definition]))
    }
    return scope
  }
  return open(workflow, '', undefined, [])
}

/** Every node of a scope and of the subgraphs in it, with the id it has in a prompt. */
export function* nodesIn(scope: Scope): Generator<{ scope: Scope; node: WorkflowNode; id: string }> {
  for (const [id, node] of scope.nodes) {
    const inside = scope.inner.get(id)
    if (inside) yield* nodesIn(inside)
    else yield { scope, node, id: scope.path + id }
  }
}

const containsItself = (definition: Subgraph, node: WorkflowNode) =>
  new WorkflowError('cycle', `The subgraph "${definition.name ?? definition.id}" contains itself.`, {
    nodeId: String(node.id),
    nodeType: node.type,
  })
