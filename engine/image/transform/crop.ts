import { cut } from '../../tensor/cut.ts'
import type { Tensor } from '../../tensor/tensor.ts'

/** Crops pictures around the middle to multiples of 8, the sizes that a VAE can take: [N, H, W, C] → [N, ⌊H/8⌋·8, ⌊W/8⌋·8, C]. */
export function cropTo8(pictures: Tensor): Tensor {
  const [, h = 0, w = 0] = pictures.dims
  const [x, y] = [Math.floor((w % 8) / 2), Math.floor((h % 8) / 2)]
  return cut(pictures, 1, { x, y, width: w - (w % 8), height: h - (h % 8) })
}
