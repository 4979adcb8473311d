import type { Image } from '../../engine/image/image.ts'
import type { Conditioning, ControlNet } from '../../engine/pipeline/types.ts'
import { socket } from '../../graph/node.ts'
import { applyControl } from '../pipeline.ts'

/** A ControlNet with its reference image, which waits for a node that applies it. */
export interface StackedControl {
  readonly control: ControlNet
  readonly picture: Image
  readonly strength: number
  readonly range: { readonly start: number; readonly end: number }
}

export const controlNetStack = socket<readonly StackedControl[]>(
  'CONTROL_NET_STACK',
  'ControlNets with their reference images, applied in order.',
)

/** The prompts with all ControlNets of a stack, as Apply ControlNet puts them on. */
export async function applyControlNets(prompts: Conditioning, stack: readonly StackedControl[]): Promise<Conditioning> {
  let applied = prompts
  for (const use of stack) applied = await applyControl(applied, use, { alsoNegative: false })
  return applied
}
