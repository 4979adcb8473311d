/**
 * Masks for inpainting, as ComfyUI prepares them before its VAE: resized to the picture; the masked part of the picture is
 * made grey so that the network does not see it; the mask is widened so that new and old meet without a seam.
 */

import { resize } from '../../tensor/resize/resize.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Image, Mask } from '../image.ts'
import { cropTo8 } from '../transform/crop.ts'

/**
 * A mask resized to the picture it belongs to, both then cropped to multiples of 8.
 *
 * @param mask  [M, h, w]
 * @param image [N, H, W, 3 or 4]
 * @returns     [M, 1, ⌊H/8⌋·8, ⌊W/8⌋·8]
 */
export function fitMask(mask: Mask, image: Image): Tensor {
  const [, height = 0, width = 0] = image.dims
  const [m = 0, h = 0, w = 0] = mask.dims
  const resized = resize({ dims: [m, 1, h, w], data: mask.data }, { width, height, method: 'bilinear' })
  const { dims, data } = cropTo8({ dims: [m, height, width, 1], data: resized.data })
  return { dims: [m, 1, dims[1]!, dims[2]!], data }
}

/** torch.round for 0…1: a half becomes 0. */
const isSet = (value: number): boolean => value > 0.5

/**
 * The picture, cropped to multiples of 8, with ½ wherever the mask is set.
 *
 * @param image [N, H, W, 3 or 4]
 * @param mask  [N or 1, 1, ⌊H/8⌋·8, ⌊W/8⌋·8]
 * @returns     [N, ⌊H/8⌋·8, ⌊W/8⌋·8, 3]
 */
export function greyOut(image: Image, mask: Tensor): Image {
  const cropped = cropTo8(image)
  const [n = 0, h = 0, w = 0, channels = 3] = cropped.dims
  const data = new Float32Array(n * h * w * 3)
  for (let i = 0; i < n * h * w; i++) {
    const masked = isSet(mask.data[i % mask.data.length]!)
    for (let c = 0; c < 3; c++) data[3 * i + c] = masked ? 0.5 : cropped.data[channels * i + c]!
  }
  return { dims: [n, h, w, 3], data }
}

/**
 * Rounds a mask to 0 and 1 and sets every pixel that has a set pixel in the k × k window around it; an even k reaches one
 * pixel further down and to the right.
 *
 * @param mask [N, 1, H, W]
 * @param k    0 and 1 do not widen the mask
 */
export function growMask(mask: Tensor, k: number): Tensor {
  const [n = 0, , h = 0, w = 0] = mask.dims
  const data = mask.data.map(value => (isSet(value) ? 1 : 0))
  if (k < 2) return { dims: mask.dims, data }
  for (let line = 0; line < n * h; line++) widen(data, { start: line * w, step: 1, length: w }, k)
  for (let line = 0; line < n * w; line++)
    widen(data, { start: Math.floor(line / w) * h * w + (line % w), step: w, length: h }, k)
  return { dims: mask.dims, data }
}

interface Line {
  readonly start: number
  readonly step: number
  readonly length: number
}

/** In place, along one line: a set pixel sets those from k − 1 − ⌈(k−1)/2⌉ before it to ⌈(k−1)/2⌉ after it. */
function widen(data: Float32Array, { start, step, length }: Line, k: number): void {
  const behind = Math.ceil((k - 1) / 2)
  let lastSet = Number.NEGATIVE_INFINITY
  const ahead = k - 1 - behind
  for (let i = -ahead; i < length; i++) {
    if (i + ahead < length && data[start + (i + ahead) * step] === 1) lastSet = i + ahead
    if (i >= 0) data[start + i * step] = lastSet >= i - behind ? 1 : 0
  }
}
