/**
 * Lightness and colour differences, with the numbers of kornia 0.9 (after OpenCV's YCrCb):
 *
 *   y = 0.299 r + 0.587 g + 0.114 b,  u = 0.564 (b − y) + ½,  v = 0.713 (r − y) + ½
 */
import { ShapeError, sameDims } from '../../tensor/tensor.ts'
import type { Image } from '../image.ts'

const half = 0.5

/** Each as a grey picture of three channels. */
export function lumaAndChroma({ dims, data }: Image): readonly [y: Image, u: Image, v: Image] {
  const channels = dims[3]!
  const grey = (value: (r: number, g: number, b: number) => number): Image => {
    const out = new Float32Array((data.length / channels) * 3)
    for (let i = 0, o = 0; i < data.length; i += channels, o += 3)
      out.fill(value(data[i]!, data[i + 1]!, data[i + 2]!), o, o + 3)
    return { dims: dims.with(3, 3), data: out }
  }
  const luma = (r: number, g: number, b: number) => 0.299 * r + 0.587 * g + 0.114 * b
  return [
    grey(luma),
    grey((r, g, b) => 0.564 * (b - luma(r, g, b)) + half),
    grey((r, g, b) => 0.713 * (r - luma(r, g, b)) + half),
  ]
}

/** The way back, from pictures whose channels are averaged. @throws ShapeError when they differ in size */
export function fromLumaAndChroma(y: Image, u: Image, v: Image): Image {
  if (!sameDims(y, u) || !sameDims(y, v))
    throw new ShapeError(`Y [${y.dims}], U [${u.dims}] and V [${v.dims}] must have the same size`)
  const channels = y.dims[3]!
  const mean = ({ data }: Image, i: number) => {
    let sum = 0
    for (let c = 0; c < channels; c++) sum += data[i + c]!
    return sum / channels
  }
  const out = new Float32Array((y.data.length / channels) * 3)
  for (let i = 0, o = 0; i < y.data.length; i += channels, o += 3) {
    const [l, cb, cr] = [mean(y, i), mean(u, i) - half, mean(v, i) - half]
    out.set([l + 1.4025245442 * cr, l - 0.7144034731 * cr - 0.3443401356 * cb, l + 1.7730496454 * cb], o)
  }
  return { dims: y.dims.with(3, 3), data: out }
}
