import type { Json } from '../json.ts'
import type { Prompt, Specs } from '../prompt.ts'
import { currentType } from '../renames.ts'
import { withValue } from '../widgets/node-values.ts'
import type { Workflow, WorkflowNode } from '../workflow.ts'

/** One input of one node, and the value it shall have. */
export interface Override {
  readonly id: string
  readonly input: string
  readonly value: Json
}

/** The prompt with these inputs; a link there before gives way to the value. */
export function withOverrides(prompt: Prompt, overrides: readonly Override[]): Prompt {
  const changed: Record<string, Prompt[string]> = { ...prompt }
  for (const { id, input, value } of overrides) {
    const node = changed[id]!
    changed[id] = { ...node, inputs: { ...node.inputs, [input]: value } }
  }
  return changed
}

/**
 * The document with these values on its nodes; undefined where a value has no place in it (an inner node of a subgraph,
 * an input fed by a wire): better no document than one that makes another picture.
 */
export function workflowWith(workflow: Workflow, specs: Specs, overrides: readonly Override[]): Workflow | undefined {
  let nodes = workflow.nodes
  for (const override of overrides) {
    const at = nodes.findIndex(node => String(node.id) === override.id)
    const changed = nodes[at] && nodeWith(nodes[at], specs, override)
    if (!changed) return undefined
    nodes = nodes.with(at, changed)
  }
  return { ...workflow, nodes }
}

function nodeWith(node: WorkflowNode, specs: Specs, { input, value }: Override): WorkflowNode | undefined {
  const spec = specs.get(currentType(node.type))
  const wired = node.inputs?.some(({ name, link }) => name === input && link != null)
  return spec && !wired ? { ...node, ...withValue(spec, node, input, value) } : undefined
}
