import { isObject } from './json.ts'
import type { GraphScope, Subgraph, Workflow, WorkflowNode } from './workflow.ts'

/** Our Scribble node had the name that comfyui_controlnet_aux gives to another node; its values tell them apart. */
const theirs = 'ScribblePreprocessor'
const ours = 'ScribbleLines'

/** The type of a node in an API prompt, by what the node holds. */
export const migratedType = (type: string, inputs: object): string =>
  type === theirs && ('sigma' in inputs || 'tau' in inputs) ? ours : type

/**
 * The document with nodes of ours under the names they have now, and with the files that loaders without values say they
 * want; the very value where there are none.
 */
export function migrated(workflow: Workflow): Workflow {
  const nodesOf = <G extends GraphScope>(graph: G): G => {
    const nodes = graph.nodes.map(migratedNode)
    return nodes.some((node, at) => node !== graph.nodes[at]) ? { ...graph, nodes } : graph
  }
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

const migratedNode = (node: WorkflowNode): WorkflowNode => withWantedFiles(isOld(node) ? renamed(node) : node)

/** ComfyUI's templates name what a loader needs in `properties.models`; some have no `widgets_values` beside it. */
function withWantedFiles(node: WorkflowNode): WorkflowNode {
  const models = node.widgets_values === undefined ? node.properties?.models : undefined
  if (!Array.isArray(models)) return node
  const names = models.flatMap(model => (isObject(model) && typeof model.name === 'string' ? [model.name] : []))
  return names.length === 0 ? node : { ...node, widgets_values: names }
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
