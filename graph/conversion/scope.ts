import { type Link, linksOf, subgraphOutputs } from '../document/links.ts'
import { WorkflowError } from '../errors.ts'
import { stringifyJson } from '../json.ts'
import type { NodeSpec } from '../node.ts'
import { type GraphScope, type Subgraph, subgraphsOf, type Workflow, type WorkflowNode } from '../workflow.ts'
import { withBroadcasts } from './broadcasts.ts'
import { groupsOf } from './group-nodes.ts'
import { type PromotedValue, promotedValues } from './promoted.ts'
import { settersOf } from './virtual-nodes.ts'

/** One graph as it runs: the root, or the inside of one instance of a subgraph. */
export interface Scope {
  /** Leads the ids of the nodes inside: '' for the root, '12:' inside node 12, '12:7:' inside its node 7. */
  readonly path: string
  readonly nodes: ReadonlyMap<string, WorkflowNode>
  readonly links: ReadonlyMap<string, Link>
  /** The ids of the links that end at the outputs of this subgraph, by slot. */
  readonly outputs: ReadonlyMap<number, string>
  /** The nodes that give a name to a wire, by that name. */
  readonly setters: ReadonlyMap<string, WorkflowNode>
  /** Every subgraph of the workflow, by its id. */
  readonly definitions: ReadonlyMap<string, Subgraph>
  /** Where this subgraph stands. */
  readonly instance?: Instance
  /** The subgraphs that stand in this graph, by the id of their node. */
  readonly inner: ReadonlyMap<string, Scope>
}

interface Instance {
  readonly scope: Scope
  readonly node: WorkflowNode
  readonly definition: Subgraph
  /** The values of its widgets, by the name of the definition's input. */
  readonly values: ReadonlyMap<string, PromotedValue>
}

const muted = 2
const bypassed = 4
export const isMuted = (node: WorkflowNode) => node.mode === muted
export const isBypassed = (node: WorkflowNode) => node.mode === bypassed

/** Subgraphs can multiply: ten instances of ten instances of … */
const maxNodes = 20_000
/** The most characters of JSON that instances of subgraphs may add up to: a long text in one is read for each. */
const maxText = 20_000_000
/** Deeper than any real workflow, shallow enough for recursive readers. */
const maxDepth = 100

/**
 * Opens a workflow and every active subgraph instance and old group node in it. Linear in what comes out, which is bounded.
 *
 * @throws WorkflowError `cycle` when a subgraph contains itself, `unsupported` beyond 20 000 nodes, 100 levels of
 *         subgraphs in each other, or 20 MB in all subgraphs
 */
export function openScopes(workflow: Workflow, specs: ReadonlyMap<string, NodeSpec>): Scope {
  const definitions = subgraphsOf(workflow)
  const groups = groupsOf(workflow, specs)
  const graphs = new Map<GraphScope, OpenGraph>()
  let [count, text] = [0, 0]
  const open = (graph: GraphScope, path: string, instance: Instance | undefined, around: readonly string[]): Scope => {
    const { size, ...opened } = graphs.get(graph) ?? openGraph(graph, instance ? stringifyJson(graph).length : 0)
    graphs.set(graph, { size, ...opened })
    count += graph.nodes.length
    text += size
    if (count > maxNodes) throw unsupported(`The workflow expands to more than ${maxNodes} nodes.`)
    if (text > maxText) throw unsupported(`The subgraphs of the workflow expand to more than ${maxText} characters.`)
    if (around.length > maxDepth) throw unsupported(`The subgraphs are nested deeper than ${maxDepth} levels.`)
    const inner = new Map<string, Scope>()
    const scope: Scope = { path, ...opened, inner, definitions, ...(instance && { instance }) }
    for (const [id, node] of scope.nodes) {
      if (isMuted(node) || isBypassed(node)) continue
      const definition = definitions.get(node.type) ?? groups(node)
      if (!definition) continue
      if (around.includes(node.type)) throw containsItself(definition, node)
      const values = promotedValues(node, definition)
      inner.set(id, open(definition, `${path}${id}:`, { scope, node, definition, values }, [...around, node.type]))
    }
    return scope
  }
  return open(workflow, '', undefined, [])
}

/** A graph as all its instances have it. */
interface OpenGraph extends Pick<Scope, 'nodes' | 'links' | 'outputs' | 'setters'> {
  /** In characters of JSON; 0 for the workflow itself. */
  readonly size: number
}

function openGraph(saved: GraphScope, size: number): OpenGraph {
  const graph = withBroadcasts(saved)
  const links = linksOf(graph)
  const toOutputs = [...links.values()].filter(({ to }) => to === subgraphOutputs)
  return {
    nodes: new Map(graph.nodes.map(node => [String(node.id), node])),
    links,
    // The first of several counts.
    outputs: new Map(toOutputs.reverse().map(({ toSlot, id }) => [toSlot, id])),
    setters: settersOf(graph.nodes),
    size,
  }
}

const unsupported = (sentence: string) => new WorkflowError('unsupported', sentence)

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
