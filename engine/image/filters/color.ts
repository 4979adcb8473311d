import type { Tensor } from '../../tensor/tensor.ts'
import type { Image } from '../image.ts'

/** The brightness of each pixel — ITU-R BT.601: Y = 0.299·R + 0.587·G + 0.114·B. [N, H, W, 3 or 4] → [N, H, W] */
export function luminance({ dims, data }: Image): Tensor {
  const [N = 0, H = 0, W = 0, C = 3] = dims
  const out = new Float32Array(N * H * W)
  for (let i = 0; i < out.length; i++)
    out[i] = 0.299 * data[C * i]! + 0.587 * data[C * i + 1]! + 0.114 * data[C * i + 2]!
  return { dims: [N, H, W], data: out }
}

/** Red, green and blue, 0…255, of a colour as ComfyUI's widgets store it: 0xRRGGBB in one number. */
export const bytesOf = (color: number): readonly [number, number, number] => [
  (color >> 16) & 255,
  (color >> 8) & 255,
  color & 255,
]
