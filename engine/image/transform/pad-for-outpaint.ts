import { affordable, pieces } from '../../tensor/affordable.ts'
import { sizeOf } from '../../tensor/tensor.ts'
import type { Image, Mask } from '../image.ts'
import type { Margins } from '../masks/feather-mask.ts'

const { max, min } = Math

/**
 * Puts pictures on a larger grey ground and masks the ground for painting. Inside the picture the mask rises towards the
 * added sides, so that the painted part continues the picture (ComfyUI's Pad Image for Outpainting):
 *
 *   m = (max(0, f − d)/f)²,   d the distance to the nearest added side
 *
 * A feathering f of half a side or more has no effect.
 *
 * @returns image [N, H + top + bottom, W + left + right, C], mask [1, the same]
 */
export function padForOutpaint(image: Image, margins: Margins, feathering: number): { image: Image; mask: Mask } {
  const [N = 0, H = 0, W = 0, C = 0] = image.dims
  const { left, top, right, bottom } = margins
  const [height, width] = [H + top + bottom, W + left + right]
  const dims = affordable([N, height, width, C], pieces(N, width, height))
  const ground = new Float32Array(sizeOf(dims)).fill(0.5)
  for (let line = 0; line < N * H; line++) {
    const to = ((Math.floor(line / H) * height + top + (line % H)) * width + left) * C
    ground.set(image.data.subarray(line * W * C, (line + 1) * W * C), to)
  }
  const mask = new Float32Array(height * width).fill(1)
  for (let y = 0; y < H; y++)
    for (let x = 0; x < W; x++) mask[(top + y) * width + left + x] = feather([y, x], [H, W], margins, feathering)
  return { image: { dims, data: ground }, mask: { dims: [1, height, width], data: mask } }
}

function feather(
  [y, x]: readonly [number, number],
  [H, W]: readonly [number, number],
  { left, top, right, bottom }: Margins,
  f: number,
): number {
  if (f === 0 || 2 * f >= H || 2 * f >= W) return 0
  const d = min(top ? y : H, bottom ? H - y : H, left ? x : W, right ? W - x : W)
  return (max(0, f - d) / f) ** 2
}
