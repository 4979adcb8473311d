import { linksOf } from '../../graph/document/links.ts'
import type { NodeSpec } from '../../graph/node.ts'
import { isWidget } from '../../graph/port-types.ts'
import type { Specs } from '../../graph/prompt.ts'
import { currentType } from '../../graph/renames.ts'
import { findNode, subgraphsOf, type Workflow, type WorkflowNode } from '../../graph/workflow.ts'

/**
 * What a node of a document is: one of the program's, an instance of a subgraph of the document, or a primitive, which
 * is whatever it feeds. Undefined for a node nobody here knows.
 */
export function specOf(specs: Specs, workflow: Workflow, node: WorkflowNode): NodeSpec | undefined {
  const own = specs.get(currentType(node.type))
  if (own) return own
  if (node.type === 'PrimitiveNode') return primitive(specs, workflow, node)
  return subgraphs(workflow).get(node.type)
}

/** Documents share their definitions from edit to edit. */
const known = new WeakMap<object, Specs>()

function subgraphs(workflow: Workflow): Specs {
  const { definitions } = workflow
  if (!definitions) return none
  const found =
    known.get(definitions) ?? new Map([...subgraphsOf(workflow)].map(([id, { name }]) => [id, instance(id, name)]))
  known.set(definitions, found)
  return found
}
const none: Specs = new Map()

/** Its sockets are those the document lists. */
const instance = (id: string, name = 'Subgraph'): NodeSpec => ({
  type: id,
  title: name,
  about:
    'A group of nodes made into one, by the workflow itself. It runs as the nodes inside it; edit those in ComfyUI.',
  category: 'subgraph',
  inputs: {},
  outputs: {},
  isOutput: false,
})

function primitive(specs: Specs, workflow: Workflow, node: WorkflowNode): NodeSpec {
  const wire = node.outputs?.[0]?.links?.[0]
  const link = wire === undefined ? undefined : linksOf(workflow).get(String(wire))
  const target = link && findNode(workflow, link.to)
  const name = target?.inputs?.find(({ link }) => String(link) === String(wire))?.name
  const port = target && name !== undefined ? specs.get(currentType(target.type))?.inputs[name] : undefined
  return {
    type: 'PrimitiveNode',
    title: 'Primitive',
    about: 'One value for the widgets it is wired to.',
    category: 'utils',
    inputs: port && isWidget(port) ? { value: port } : {},
    outputs: {},
    isOutput: false,
  }
}
