/** Pictures store channels last, masks have no channels; resizing and compositing work on planes, one per channel. */

import type { Tensor } from '../../tensor/tensor.ts'
import type { Image, Mask } from '../image.ts'

/** [N, H, W, C] → [N, C, H, W] */
export function toPlanes({ dims, data }: Image): Tensor {
  const [N = 0, H = 0, W = 0, C = 0] = dims
  const out = new Float32Array(data.length)
  for (let n = 0, i = 0; n < N; n++)
    for (let p = 0; p < H * W; p++) for (let c = 0; c < C; c++) out[(n * C + c) * H * W + p] = data[i++]!
  return { dims: [N, C, H, W], data: out }
}

/** [N, C, H, W] → [N, H, W, C] */
export function fromPlanes({ dims, data }: Tensor): Image {
  const [N = 0, C = 0, H = 0, W = 0] = dims
  const out = new Float32Array(data.length)
  for (let n = 0, i = 0; n < N; n++)
    for (let p = 0; p < H * W; p++) for (let c = 0; c < C; c++) out[i++] = data[(n * C + c) * H * W + p]!
  return { dims: [N, H, W, C], data: out }
}

/** [N, H, W] → [N, 1, H, W] */
export const maskToPlanes = ({ dims: [n = 0, h = 0, w = 0], data }: Mask): Tensor => ({ dims: [n, 1, h, w], data })
/** [N, 1, H, W] → [N, H, W] */
export const maskFromPlanes = ({ dims: [n = 0, , h = 0, w = 0], data }: Tensor): Mask => ({ dims: [n, h, w], data })
