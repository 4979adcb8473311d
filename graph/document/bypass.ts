import type { WorkflowInput, WorkflowNode } from '../workflow.ts'

/** A bypassed node passes the input of the wanted type on: the one at the output's place, else the first. */
export function passedInput(
  node: WorkflowNode,
  slot: number,
  wanted: WorkflowInput['type'],
): WorkflowInput | undefined {
  const inputs = node.inputs ?? []
  return inputs[slot]?.type === wanted ? inputs[slot] : inputs.find(input => input.type === wanted)
}
