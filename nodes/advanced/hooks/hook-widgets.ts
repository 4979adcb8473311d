import type { Mask } from '../../../engine/image/image.ts'
import { combineHooks, type Hooks } from '../../../engine/lora/hooks.ts'
import type { Keyframes } from '../../../engine/lora/keyframes.ts'
import type { Conditioning, Range } from '../../../engine/pipeline/types.ts'
import { choice, file, float, optional, toggle } from '../../../graph/node.ts'
import { hookKeyframes, hooks, mask, timestepsRange } from '../../sockets.ts'
import { promptStrength } from '../../widgets.ts'

/** What the nodes of hooks share. */

export const hookLora = file('loras', { help: 'A file of models/loras, made for the same family as the checkpoint.' })
export const hookModel = file('checkpoints', { help: 'A file of models/checkpoints, of the same family as the model.' })
export const hookStrength = float({
  default: 1,
  min: -20,
  max: 20,
  step: 0.01,
  help: '0 is off, 1 as trained; keyframes multiply it. A change does not reload the model.',
})
export const prevHooks = optional({ ...hooks, help: 'LoRAs that act too.' })
export const prevKeyframes = optional({
  ...hookKeyframes,
  help: 'Earlier or later keyframes; all are sorted by their starts.',
})
export const samplingShare = (value: number, help: string) =>
  float({ default: value, min: 0, max: 1, step: 0.001, help })

export const printKeyframes = toggle({ default: false, help: 'Reports the keyframes in the log of the run.' })
export const keyframesInWords = (keyframes: Keyframes): string =>
  `Keyframes: ${keyframes.map(({ start, factor }) => `${factor.toFixed(3)} from ${start.toFixed(3)}`).join(', ')}`

/** The inputs that say where, when and with which LoRAs a prompt counts. */
export const properties = {
  strength: promptStrength,
  set_cond_area: choice(['default', 'mask bounds'], {
    help: 'default evaluates the whole picture. mask bounds evaluates only the rectangle around the mask, as a picture of its own.',
  }),
  mask: optional({ ...mask, help: 'The prompt has full effect where it is white, none where it is black.' }),
  hooks: optional(hooks),
  timesteps: optional({ ...timestepsRange, help: 'When the prompt counts. Not connected: from start to end.' }),
} as const

interface Properties {
  readonly strength: number
  readonly set_cond_area: string
  readonly mask?: Mask | undefined
  readonly hooks?: Hooks | undefined
  readonly timesteps?: Range | undefined
}

/** As in ComfyUI the strength counts only where there is a mask. */
export const withProperties = (prompts: Conditioning, given: Properties): Conditioning => {
  const { mask, strength, timesteps: range } = given
  const place = mask && { mask, strength, boundsOnly: given.set_cond_area === 'mask bounds' }
  return withHooks(prompts, given.hooks).map(prompt => ({
    ...prompt,
    ...(place && { mask: place }),
    ...(range && { range }),
  }))
}

/** Default prompts count where the others leave something of the picture free. */
export const asDefault = (prompts: Conditioning, hooks?: Hooks): Conditioning =>
  withHooks(prompts, hooks).map(prompt => ({ ...prompt, isDefault: true }))

const withHooks = (prompts: Conditioning, hooks?: Hooks): Conditioning =>
  hooks ? prompts.map(prompt => ({ ...prompt, hooks: combineHooks(prompt.hooks, hooks) })) : prompts
