/** Blurring and sharpening with a Gaussian, one axis after the other: exp(−(x² + y²)/2σ²) is a product of two. */

import type { Formula } from '../../formula.ts'
import { alongAxis, type Taps } from '../../tensor/resize/resample.ts'
import type { Image } from '../image.ts'

/** The index itself if it is inside, else its mirror image at the edge, without repeating the edge: c b [a b c] b a. */
function mirrored(place: number, length: number): number {
  if (length === 1) return 0
  const period = 2 * (length - 1)
  const at = ((place % period) + period) % period
  return Math.min(at, period - at)
}

/** Weights exp(−(unit·k)²/2σ²) for k = −radius…radius, which sum to 1. */
export function gaussian(radius: number, sigma: number, unit = 1): Float32Array {
  const weights = Float32Array.from({ length: 2 * radius + 1 }, (_, i) =>
    Math.exp(-((unit * (i - radius)) ** 2) / (2 * sigma * sigma)),
  )
  const sum = weights.reduce((a, b) => a + b, 0)
  return weights.map(weight => weight / sum)
}

/**
 * Pictures (or anything [N, H, W, …]) convolved along rows and columns with the same odd number of weights, mirrored at
 * the edges.
 */
export function convolve({ dims, data }: Image, weights: Float32Array): Image {
  const [N = 0, H = 0, W = 0, C = 1] = dims
  const radius = (weights.length - 1) / 2
  const taps: Taps = (i, length) => {
    const all = Array.from(weights, (weight, k) => [mirrored(i + k - radius, length), weight] as const)
    return weights.length > 2 * length ? summed(all, length) : all
  }
  const wide = alongAxis(data, [N * H, W, W, C], taps)
  return { dims, data: alongAxis(wide, [N, H, H, W * C], taps) }
}

/** The weights of each place together: a kernel larger than the picture meets every pixel many times. */
function summed(taps: readonly (readonly [place: number, weight: number])[], length: number) {
  const sums = new Float64Array(length)
  for (const [place, weight] of taps) sums[place]! += weight
  return Array.from(sums, (weight, place) => [place, weight] as const)
}

/** ComfyUI measures σ in radii: the edge of the kernel is at ±1. */
const comfyGaussian = (radius: number, sigma: number) => gaussian(radius, sigma, 1 / radius)

/** @param sigma  in radii */
export const blur = (image: Image, radius: number, sigma: number): Image =>
  convolve(image, comfyGaussian(radius, sigma))

export const unsharpMask: Formula = {
  lines: ['y = x + 10α·(x − blur x), limited to 0…1'],
  source: 'Unsharp masking, as ComfyUI scales it',
}

/**
 * Unsharp masking (`unsharpMask`).
 *
 * @param sigma  in radii
 */
export function sharpen(
  image: Image,
  { radius, sigma, alpha }: { radius: number; sigma: number; alpha: number },
): Image {
  const { data: soft } = blur(image, radius, sigma)
  const sharp = image.data.map((value, i) => Math.min(Math.max(value + 10 * alpha * (value - soft[i]!), 0), 1))
  return { dims: image.dims, data: sharp }
}
