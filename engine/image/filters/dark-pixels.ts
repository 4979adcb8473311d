import { type Tensor, tensor } from '../../tensor/tensor.ts'
import type { Image } from '../image.ts'

/**
 * 0 where the darkest of red, green and blue is below a value, 1 elsewhere.
 *
 * @param image  [N, H, W, C], 0…1
 * @param value  in 0…255; the picture is rounded down to whole values, as an 8-bit one is
 * @returns      [N, H, W]
 */
export function darkestBelow({ dims, data }: Image, value: number): Tensor {
  const [n = 1, height = 1, width = 1, channels = 3] = dims
  const result = new Float32Array(n * height * width)
  for (let i = 0; i < result.length; i++) {
    let darkest = 255
    for (let c = 0; c < Math.min(3, channels); c++)
      darkest = Math.min(darkest, Math.floor(255 * Math.min(1, Math.max(0, data[i * channels + c]!))))
    result[i] = darkest < value ? 0 : 1
  }
  return tensor([n, height, width], result)
}
