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
} from './resample.ts'

const methods = {
  'nearest-exact': (x: Tensor, h: number, w: number) => resample(x, h, w, nearestExact),
  nearest: (x: Tensor, h: number, w: number) => resample(x, h, w, nearest),
  bilinear: (x: Tensor, h: number, w: number) => resample(x, h, w, bilinear),
  area: (x: Tensor, h: number, w: number) => resample(x, h, w, area),
  bicubic: (x: Tensor, h: number, w: number) => resample(x, h, w, bicubic),
  'bilinear-corners': (x: Tensor, h: number, w: number) => resample(x, h, w, bilinearCorners),
  'bicubic-corners': (x: Tensor, h: number, w: number) => resample(x, h, w, bicubicCorners),
  bislerp,
  lanczos,
}
export type ResizeMethod = keyof typeof methods

/** In ComfyUI's combo order. */
export const imageResizeMethods = ['nearest-exact', 'bilinear', 'area', 'bicubic', 'lanczos'] as const
export const latentResizeMethods = ['nearest-exact', 'bilinear', 'area', 'bicubic', 'bislerp'] as const

/**
 * @param x  [N, C, H, W]; for `lanczos` values in [0, 1]
 * @returns  [N, C, height, width]
 */
export const resize = (
  x: Tensor,
  { width, height, method }: { width: number; height: number; method: ResizeMethod },
): Tensor => methods[method](x, height, width)
