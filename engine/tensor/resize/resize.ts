/**
 * Resizing pictures, latents and masks as torch.nn.functional.interpolate does (pixel centres at ½, no antialiasing),
 * plus ComfyUI's slerp and Pillow's Lanczos. All are separable: one set of weights per axis.
 */

import type { Tensor } from '../tensor.ts'
import { lanczos } from './antialias.ts'
import { bislerp } from './bislerp.ts'
import {
  area,
  bicubic,
  bicubicCorners,
  bilinear,
  bilinearCorners,
  nearest,
  nearestExact,
  resample,
  type Taps,
} from './resample.ts'

type RowAxis = 1 | 2

const byTaps = (taps: Taps) => (x: Tensor, height: number, width: number, rowAxis: RowAxis) =>
  resample(x, height, width, taps, rowAxis)

const methods = {
  'nearest-exact': byTaps(nearestExact),
  nearest: byTaps(nearest),
  bilinear: byTaps(bilinear),
  area: byTaps(area),
  bicubic: byTaps(bicubic),
  'bilinear-corners': byTaps(bilinearCorners),
  'bicubic-corners': byTaps(bicubicCorners),
  bislerp: (x: Tensor, height: number, width: number) => bislerp(x, height, width),
  lanczos,
}
export type ResizeMethod = keyof typeof methods

/** In ComfyUI's combo order. */
export const imageResizeMethods = ['nearest-exact', 'bilinear', 'area', 'bicubic', 'lanczos'] as const
export const latentResizeMethods = ['nearest-exact', 'bilinear', 'area', 'bicubic', 'bislerp'] as const

/** Pictures are resized as they are, with their channels last; only latents, whose channels come first, are resized by slerp. */
export type ImageResizeMethod = Exclude<ResizeMethod, 'bislerp'>

/**
 * @param x        [N, C, H, W]; for `lanczos` values in [0, 1]
 * @param rowAxis  1 for [N, H, W, C]
 * @returns        [N, C, height, width]
 */
export const resize = (
  x: Tensor,
  { width, height, method }: { width: number; height: number; method: ResizeMethod },
  rowAxis: RowAxis = 2,
): Tensor => methods[method](x, height, width, rowAxis)
