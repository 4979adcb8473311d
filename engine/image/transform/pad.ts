import { affordable, pieces } from '../../tensor/affordable.ts'
import { sizeOf } from '../../tensor/tensor.ts'
import type { Image } from '../image.ts'

export interface Ground {
  readonly width: number
  readonly height: number
  /** Where the picture's top left corner lies. */
  readonly x: number
  readonly y: number
  /** One value a channel; the last one also counts for channels beyond it. */
  readonly color: readonly number[]
}

/** Pictures on a ground of one colour that is at least as large, [N, H, W, C] → [N, height, width, C]. */
export function pad(image: Image, { width, height, x, y, color }: Ground): Image {
  const [n = 0, h = 0, w = 0, channels = 0] = image.dims
  if (width === w && height === h) return image
  const dims = affordable([n, height, width, channels], pieces(n, width, height))
  const data = new Float32Array(sizeOf(dims))
  for (let i = 0; i < data.length; i++) data[i] = color[Math.min(i % channels, color.length - 1)]!
  for (let row = 0; row < n * h; row++) {
    const to = ((Math.floor(row / h) * height + y + (row % h)) * width + x) * channels
    data.set(image.data.subarray(row * w * channels, (row + 1) * w * channels), to)
  }
  return { dims, data }
}
