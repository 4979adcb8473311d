import { type ShownGroup, shownGroup } from '../../graph/conversion/group-widgets.ts'
import { instanceWidgets } from '../../graph/conversion/instance-widgets.ts'
import { linksOf } from '../../graph/document/links.ts'
import type { NodeSpec } from '../../graph/node.ts'
import { isWidget } from '../../graph/port-types.ts'
import type { Specs } from '../../graph/prompt.ts'
import { currentType } from '../../graph/renames.ts'
import { specOn } from '../../graph/widgets/widget-values.ts'
import { findNode, type Subgraph, subgraphsOf, type Workflow, type WorkflowNode } from '../../graph/workflow.ts'

/**
 * What a node of a document is: one of the program's, an instance of a subgraph of the document, or a primitive, which
 * is whatever it feeds. Undefined for a node nobody here knows.
 */
export function specOf(specs: Specs, workflow: Workflow, node: WorkflowNode): NodeSpec | undefined {
  const own = specs.get(currentType(node.type))
  if (own) return specOn(own, node.widgets_values)
  if (node.type === 'PrimitiveNode') return primitive(specs, workflow, node)
  const shown = shownGroup(workflow, node, specs)
  return shown ? group(shown, node.type) : instance(specs, workflow, node)
}

/** Documents share their definitions and nodes from edit to edit. */
const known = new WeakMap<
  object,
  { readonly all: ReadonlyMap<string, Subgraph>; readonly of: WeakMap<object, NodeSpec> }
>()

function instance(specs: Specs, workflow: Workflow, node: WorkflowNode): NodeSpec | undefined {
  const { definitions } = workflow
  if (!definitions) return undefined
  const subgraphs = known.get(definitions) ?? { all: subgraphsOf(workflow), of: new WeakMap() }
  known.set(definitions, subgraphs)
  const definition = subgraphs.all.get(node.type)
  if (!definition) return undefined
  const spec = subgraphs.of.get(node) ?? instanceSpec(specs, node, definition)
  subgraphs.of.set(node, spec)
  return spec
}

/** Its sockets are those the document lists. */
const instanceSpec = (specs: Specs, node: WorkflowNode, definition: Subgraph): NodeSpec => ({
  type: definition.id,
  title: definition.name ?? 'Subgraph',
  about:
    'A group of nodes made into one, by the workflow itself. It runs as the nodes inside it; edit those in ComfyUI.',
  category: 'subgraph',
  inputs: instanceWidgets(node, definition, specs),
  outputs: {},
  isOutput: false,
})

const groups = new WeakMap<ShownGroup, NodeSpec>()

/** A group node of an older file: `workflow>NAME`. */
function group(shown: ShownGroup, type: string): NodeSpec {
  const spec = groups.get(shown) ?? {
    type,
    title: shown.name,
    about: `A group node of an older ComfyUI. It runs as the nodes inside it: ${shown.inside.join(', ')}.`,
    category: 'subgraph',
    inputs: shown.inputs,
    outputs: {},
    isOutput: false,
  }
  groups.set(shown, spec)
  return spec
}

function primitive(specs: Specs, workflow: Workflow, node: WorkflowNode): NodeSpec {
  const wire = node.outputs?.[0]?.links?.[0]
  const link = wire === undefined ? undefined : linksOf(workflow).get(String(wire))
  const target = link && findNode(workflow, link.to)
  const name = target?.inputs?.find(({ link }) => String(link) === String(wire))?.name
  const port = target && name !== undefined ? specOf(specs, workflow, target)?.inputs[name] : undefined
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
