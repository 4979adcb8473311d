import { imageResizeMethods, latentResizeMethods } from '../engine/tensor/resize/resize.ts'
import { crops } from '../engine/tensor/resize/scale.ts'
import { choice, float, int } from '../graph/node.ts'

/** Widgets for places and sizes, with ComfyUI's ranges. Latents are measured in pixels too, in multiples of 8. */
const limit = 16_384

export const width = (range: { readonly min: number; readonly step: number }, help = 'In pixels.') =>
  int({ default: 512, max: limit, ...range, help })
export const height = width
/** Help for a width or height that may be 0. */
export const orInProportion = 'In pixels. 0 keeps the proportions; both 0 change nothing.'

/** A distance from an edge. */
export const offset = (help: string, step = 1) => int({ default: 0, min: 0, max: limit, step, help })
export const x = (step = 1) => offset('Pixels from the left edge.', step)
export const y = (step = 1) => offset('Pixels from the top edge.', step)

export const scaleBy = (range: { readonly default: number }) =>
  float({ min: 0.01, max: 8, step: 0.01, help: '2 is twice as wide and twice as high.', ...range })

export const crop = choice(crops, {
  help: 'What to do when the proportions change: disabled distorts the picture, center crops it.',
})

export const imageMethod = choice(imageResizeMethods, {
  help: 'lanczos is sharpest; area is best for shrinking; nearest-exact keeps hard pixels.',
})
export const latentMethod = choice(latentResizeMethods, {
  help: 'How new values are interpolated. bislerp interpolates directions, which keeps the contrast.',
})
