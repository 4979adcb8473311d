import type { WorkflowInput, WorkflowNode } from '../workflow.ts'

/** A bypassed node passes on its input of the output's type: the one with the output's index, else the first. */
export function passedInput(
  node: WorkflowNode,
  slot: number,
  wanted: WorkflowInput['type'],
): WorkflowInput | undefined {
  const inputs = node.inputs ?? []
  return inputs[slot]?.type === wanted ? inputs[slot] : inputs.find(input => input.type === wanted)
}
