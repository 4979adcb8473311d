/**
 * Grey morphology of pictures with a square of n × n — Serra 1982, as kornia 0.9 computes it: for an even n the square of
 * an erosion reaches one pixel further to the left and up, that of a dilation to the right and down. What is outside the
 * picture does not count.
 */
import { mix } from '../../tensor/tensor.ts'
import type { Image } from '../image.ts'

/** In ComfyUI's combo order. */
export const imageMorphologies = ['erode', 'dilate', 'open', 'close', 'gradient', 'bottom_hat', 'top_hat'] as const

/** @param size  the side of the square, in pixels */
export function morph(image: Image, operation: (typeof imageMorphologies)[number], size: number): Image {
  const erode = (x: Image) => extreme(x, size, Math.min)
  const dilate = (x: Image) => extreme(x, size, Math.max)
  const minus = (a: Image, b: Image) => mix([1, a], [-1, b])
  if (operation === 'erode') return erode(image)
  if (operation === 'dilate') return dilate(image)
  if (operation === 'open') return dilate(erode(image))
  if (operation === 'close') return erode(dilate(image))
  if (operation === 'gradient') return minus(dilate(image), erode(image))
  return operation === 'top_hat' ? minus(image, dilate(erode(image))) : minus(erode(dilate(image)), image)
}

type Extreme = typeof Math.min | typeof Math.max

/** The extreme value in the square around each pixel: first along rows, then along columns. */
function extreme(image: Image, size: number, pick: Extreme): Image {
  const [, h = 1, w = 1, channels = 3] = image.dims
  const rows = along(image.data, { length: w, stride: channels }, size, pick)
  return { dims: image.dims, data: along(rows, { length: h, stride: w * channels }, size, pick) }
}

/** By van Herk 1992: extremes of blocks from both sides, so that the time does not depend on the size. */
function along(
  data: Float32Array,
  { length, stride }: { readonly length: number; readonly stride: number },
  size: number,
  pick: Extreme,
): Float32Array {
  const out = new Float32Array(data.length)
  const before = Math.floor((pick === Math.min ? size : size - 1) / 2)
  const outside = pick === Math.min ? Infinity : -Infinity
  const padded = Math.ceil((length + size - 1) / size) * size
  const [line, left, right] = [0, 1, 2].map(() => new Float32Array(padded)) as [
    Float32Array,
    Float32Array,
    Float32Array,
  ]
  for (let start = 0; start < data.length; start++) {
    if (Math.floor(start / stride) % length !== 0) continue
    line.fill(outside)
    for (let i = 0; i < length; i++) line[i + before] = data[start + i * stride]!
    for (let i = 0; i < padded; i++) left[i] = i % size === 0 ? line[i]! : pick(left[i - 1]!, line[i]!)
    for (let i = padded - 1; i >= 0; i--)
      right[i] = i % size === size - 1 || i === padded - 1 ? line[i]! : pick(right[i + 1]!, line[i]!)
    for (let i = 0; i < length; i++) out[start + i * stride] = pick(right[i]!, left[i + size - 1]!)
  }
  return out
}
