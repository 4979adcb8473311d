import { convolve, gaussian } from '../filters/blur.ts'
import type { Image, Mask } from '../image.ts'
import { erodeBinary } from './binary-morphology.ts'

/** In the order of comfyui-inpaint-nodes. */
export const maskKernels = ['box', 'linear', 'gaussian'] as const
export type MaskKernel = (typeof maskKernels)[number]

export const odd = (size: number): number => (size > 0 && size % 2 === 0 ? size + 1 : size)

/** A Gaussian of `size` × `size` pixels, σ = 0.3·(size − 1) + 0.8, mirrored at the edges: [N, H, W, …] → the same. @param size  odd */
export const blurBySize = (image: Image, size: number): Image =>
  convolve(image, gaussian((size - 1) / 2, 0.3 * (size - 1) + 0.8))

/** Blurs a mask with a kernel of `size` pixels; up to 2 pixels change nothing. [N, H, W] → the same */
export function blurMask(mask: Mask, size: number, kernel: MaskKernel): Mask {
  const width = odd(size)
  if (width <= 2) return mask
  if (kernel === 'gaussian') return blurBySize(mask, width)
  return convolve(mask, kernel === 'box' || width === 3 ? new Float32Array(width).fill(1 / width) : ramp(width))
}

/** Rises from both ends to 1 in the middle; sums to 1. */
function ramp(width: number): Float32Array {
  const h = Math.floor(width / 2)
  const side = Array.from({ length: h }, (_, i) => 1 / h + (i * (h - 2)) / h / Math.max(h - 1, 1))
  const weights = [...side, 1, ...side.toReversed()]
  const sum = weights.reduce((a, b) => a + b, 0)
  return Float32Array.from(weights, weight => weight / sum)
}

/** 1 where a mask is at least 0.99, else 0. */
export const fullyMasked = ({ dims, data }: Mask): Mask => ({
  dims,
  data: data.map(value => Number(value >= 0.99)),
})

/** A mask of 0 and 1 that rises from its edge inwards over about `falloff` pixels; 0 leaves it hard. @param falloff  odd */
export function fallingOff(alpha: Mask, falloff: number): Mask {
  if (falloff <= 0) return alpha
  const soft = blurBySize(erodeBinary(alpha, falloff), falloff).data
  return { dims: alpha.dims, data: alpha.data.map((value, i) => value * soft[i]!) }
}
