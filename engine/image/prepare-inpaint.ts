/**
 * Greys out what is to be repainted, so that an inpainting network does not see it, and widens the mask so that the
 * new part meets the old without a seam: ComfyUI's VAEEncodeForInpaint, before its VAE.
 */
import type { Image, Mask } from '../pipeline/types.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { cropTo8 } from './crop.ts'
import { resizeBilinear } from './resize-bilinear.ts'

export interface InpaintInput {
  /** [N, H′, W′, 3], cropped to multiples of 8, ½ where the mask is set */
  readonly pixels: Image
  /** [M, 1, H′, W′], 0 or 1, 1 = regenerate */
  readonly noiseMask: Tensor
}

/**
 * @param image  [N, H, W, 3 or 4]
 * @param mask   [N or 1, h, w]; resized to the image
 * @param growBy pixels that the noise mask gets wider by in all, half on each side
 */
export function prepareInpaint(image: Image, mask: Mask, growBy: number): InpaintInput {
  const [, height = 0, width = 0] = image.dims
  const fitted = cropTo8(asPictures(resizeBilinear(mask, height, width)))
  const repaint = { dims: fitted.dims, data: fitted.data.map(halfToEven) }
  return {
    pixels: greyOut(cropTo8(image), repaint),
    noiseMask: asMasks(growBy === 0 ? repaint : grow(repaint, growBy)),
  }
}

const asPictures = (mask: Mask): Tensor => ({ dims: [...mask.dims, 1], data: mask.data })
const asMasks = (pictures: Tensor): Tensor => {
  const [n = 0, h = 0, w = 0] = pictures.dims
  return { dims: [n, 1, h, w], data: pictures.data }
}

/** torch.round for 0…1: a half goes down. */
const halfToEven = (value: number): number => (value > 0.5 ? 1 : 0)

function greyOut(image: Image, repaint: Tensor): Image {
  const [n = 0, h = 0, w = 0, channels = 3] = image.dims
  const data = new Float32Array(n * h * w * 3)
  const masks = repaint.dims[0]!
  for (let i = 0; i < n * h * w; i++) {
    const picture = Math.floor(i / (h * w))
    const masked = repaint.data[(picture % masks) * h * w + (i % (h * w))]!
    for (let c = 0; c < 3; c++) data[3 * i + c] = masked ? 0.5 : image.data[channels * i + c]!
  }
  return { dims: [n, h, w, 3], data }
}

/** A place is set when any place in the k × k window around it is; an even k reaches one further down and right. */
function grow(mask: Tensor, k: number): Tensor {
  const [n = 0, h = 0, w = 0] = mask.dims
  const data = mask.data.slice()
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

/** In place, along one line: a set place sets those from k − 1 − ⌈(k−1)/2⌉ before to ⌈(k−1)/2⌉ behind it. */
function widen(data: Float32Array, { start, step, length }: Line, k: number): void {
  const behind = Math.ceil((k - 1) / 2)
  let lastSet = Number.NEGATIVE_INFINITY
  const ahead = k - 1 - behind
  for (let i = -ahead; i < length; i++) {
    if (i + ahead < length && data[start + (i + ahead) * step] === 1) lastSet = i + ahead
    if (i >= 0) data[start + i * step] = lastSet >= i - behind ? 1 : 0
  }
}
