import { type Override, withOverrides, workflowWith } from '../planning/overrides.ts'
import type { Prompt, Specs } from '../prompt.ts'
import type { Workflow, WorkflowNode } from '../workflow.ts'
import { gridsOf } from './expand-grids.ts'

/** The node type that replaces the grid in the workflow of a cell: it has the grid's first input and nothing else. */
const shower = 'PreviewImage'

/** The prompt that draws one cell of a grid by itself. */
export function cellPrompt(prompt: Prompt, grid: string, overrides: readonly Override[]): Prompt {
  const { images } = prompt[grid]!.inputs
  return withOverrides(
    { ...prompt, [grid]: { class_type: shower, inputs: images === undefined ? {} : { images } } },
    overrides,
  )
}

/** The prompt with a Preview Image in place of every grid: one picture of the present values. */
export const withoutGrids = (prompt: Prompt): Prompt =>
  gridsOf(prompt).reduce((rest, id) => cellPrompt(rest, id, []), prompt)

/**
 * The document that draws one cell of a grid by itself: its values on the widgets, a Preview Image in the grid's place.
 *
 * @returns undefined where a value has no place in it: inside a subgraph, or behind a wire
 */
export function cellWorkflow(
  workflow: Workflow,
  specs: Specs,
  grid: string,
  overrides: readonly Override[],
): Workflow | undefined {
  const changed = workflowWith(workflow, specs, overrides)
  const at = changed?.nodes.findIndex(({ id }) => String(id) === grid) ?? -1
  if (!changed || at < 0) return undefined
  return { ...changed, nodes: changed.nodes.with(at, asPreview(changed.nodes[at]!)) }
}

const asPreview = ({ title: _, ...node }: WorkflowNode): WorkflowNode => ({
  ...node,
  type: shower,
  inputs: (node.inputs ?? []).filter(({ name }) => name === 'images'),
  properties: { ...node.properties, 'Node name for S&R': shower },
  widgets_values: [],
})
