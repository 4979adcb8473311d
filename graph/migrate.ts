import { isObject } from './json.ts'
import type { GraphScope, Subgraph, Workflow, WorkflowNode } from './workflow.ts'

/** Our Scribble node had the name that comfyui_controlnet_aux gives to another node; its values tell them apart. */
const theirs = 'ScribblePreprocessor'
const ours = 'ScribbleLines'

/** The type of a node in an API prompt, by what the node holds. */
export const migratedType = (type: string, inputs: object): string =>
  type === theirs && ('sigma' in inputs || 'tau' in inputs) ? ours : type

/** The document with nodes of ours under the names they have now; the very value where there are none. */
export function migrated(workflow: Workflow): Workflow {
  const nodesOf = <G extends GraphScope>(graph: G): G =>
    graph.nodes.some(isOld) ? { ...graph, nodes: graph.nodes.map(node => (isOld(node) ? renamed(node) : node)) } : graph
  const inside = <G extends Workflow | Subgraph>(given: G): G => {
    const graph = nodesOf(given)
    const subgraphs = graph.definitions?.subgraphs
    const next = subgraphs?.map(inside)
    return next?.some((each, at) => each !== subgraphs![at])
      ? { ...graph, definitions: { ...graph.definitions, subgraphs: next } }
      : graph
  }
  return inside(workflow)
}

const isOld = ({ type, widgets_values: values }: WorkflowNode): boolean =>
  type === theirs && (Array.isArray(values) ? values.length === 4 : isObject(values) && 'sigma' in values)

const renamed = (node: WorkflowNode): WorkflowNode => ({
  ...node,
  type: ours,
  ...(node.properties?.['Node name for S&R'] === theirs && {
    properties: { ...node.properties, 'Node name for S&R': ours },
  }),
})
