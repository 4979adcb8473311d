import { typesMeet } from '../port-types.ts'
import type { WorkflowInput, WorkflowNode } from '../workflow.ts'

type Type = WorkflowInput['type']

/**
 * The input that a bypassed node passes on, as ComfyUI's front end chooses it: the one with the output's index where the
 * types fit, else the first of exactly the wanted type, else the first that fits.
 *
 * @param inputs  as ComfyUI has them after it opened the file (see `loadedInputs`)
 */
export function passedInput(
  node: WorkflowNode,
  slot: number,
  wanted: Type,
  inputs: readonly WorkflowInput[] = node.inputs ?? [],
): WorkflowInput | undefined {
  const opposite = inputs[slot]
  if (wanted === '*' || wanted === '') return opposite ?? inputs[0]
  const given = node.outputs?.[slot]?.type ?? '*'
  const fits = ({ type }: WorkflowInput) => connects(type, given) && connects(type, wanted)
  if (opposite && fits(opposite)) return opposite
  return inputs.find(({ type }) => type === wanted) ?? inputs.find(fits)
}

/** A list of choices, as old files have it for a type, fits nothing. */
const connects = (one: Type, other: Type): boolean =>
  typeof one === 'string' && typeof other === 'string' && typesMeet(one, other)

/**
 * The inputs of a node as ComfyUI has them after it opened the file: in the order of the definition, with those that the
 * file leaves out because nothing is connected to them.
 */
export function loadedInputs(
  { inputs = [] }: WorkflowNode,
  declared: readonly { readonly name: string; readonly type: string }[],
): readonly WorkflowInput[] {
  const saved = new Map((inputs ?? []).map(input => [input.name, input]))
  const names = new Set(declared.map(({ name }) => name))
  return [
    ...declared.map(({ name, type }) => saved.get(name) ?? { name, type, link: null }),
    ...(inputs ?? []).filter(({ name }) => !names.has(name)),
  ]
}
