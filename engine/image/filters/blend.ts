/**
 * Two pictures blended, value by value — W3C, "Compositing and Blending Level 1", §9.1: a is the backdrop, b the source.
 * Only `difference` is ComfyUI's own: a − b, black where b is brighter, where W3C has |a − b|.
 */

import { sameBatch } from '../../tensor/batch.ts'
import type { Image } from '../image.ts'

/** D(a) of soft light. */
const lifted = (a: number): number => (a <= 0.25 ? ((16 * a - 12) * a + 4) * a : Math.sqrt(a))

const modes = {
  normal: (_: number, b: number) => b,
  multiply: (a: number, b: number) => a * b,
  screen: (a: number, b: number) => 1 - (1 - a) * (1 - b),
  overlay: (a: number, b: number) => (a <= 0.5 ? 2 * a * b : 1 - 2 * (1 - a) * (1 - b)),
  soft_light: (a: number, b: number) => (b <= 0.5 ? a - (1 - 2 * b) * a * (1 - a) : a + (2 * b - 1) * (lifted(a) - a)),
  difference: (a: number, b: number) => a - b,
}
export type BlendMode = keyof typeof modes

/** In ComfyUI's combo order. */
export const blendModes = ['normal', 'multiply', 'screen', 'overlay', 'soft_light', 'difference'] as const

/**
 * a·(1 − factor) + mode(a, b)·factor, limited to 0…1.
 *
 * @param a [N, H, W, C]
 * @param b the same, except N: a single picture is used for the whole other batch
 */
export function blend(a: Image, b: Image, mode: BlendMode, factor: number): Image {
  const [below, above] = sameBatch(a, b)
  const mixed = below.data.map((value, i) => {
    const blended = value * (1 - factor) + modes[mode](value, above.data[i]!) * factor
    return Math.min(Math.max(blended, 0), 1)
  })
  return { dims: below.dims, data: mixed }
}
