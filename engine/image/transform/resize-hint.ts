/**
 * Reference images resized as sd-webui-controlnet does it with OpenCV: pictures of few colours keep them (nearest pixel), smaller
 * pictures are means of areas, larger ones are cubic, and pictures in black and white stay so. Values are bytes. Lines of one
 * pixel in black and white are not thinned here.
 */

import { cut } from '../../tensor/cut.ts'
import { bicubic, nearest, resample, type Taps } from '../../tensor/resize/resample.ts'
import { roundHalfEven } from '../../tensor/round-half-even.ts'
import { rows, stack, type Tensor } from '../../tensor/tensor.ts'
import { bytesOf } from '../files/save-images.ts'
import type { Image } from '../image.ts'
import { rgbOf } from './channels.ts'
import { fromPlanes, toPlanes } from './planes.ts'

interface Size {
  readonly width: number
  readonly height: number
}
export type HintMode = 'Just Resize' | 'Crop and Resize' | 'Resize and Fill'

/** @param image  [N, H, W, 3 or 4] @returns [N, height, width, 3] */
export function resizeHint(image: Image, size: Size, mode: HintMode): Image {
  const pictures = Array.from({ length: image.dims[0] ?? 0 }, (_, i) => {
    const one = rgbOf(rows(image, i, i + 1))
    return placed({ dims: one.dims, data: Float32Array.from(bytesOf(one.data)) }, size, mode)
  })
  const { dims, data } = stack(pictures)
  return { dims, data: data.map(value => value / 255) }
}

function placed(picture: Image, { width, height }: Size, mode: HintMode): Image {
  const [, h = 1, w = 1] = picture.dims
  if (mode === 'Just Resize') return resized(picture, { width, height })
  const factors = [height / h, width / w]
  const k = mode === 'Crop and Resize' ? Math.max(...factors) : Math.min(...factors)
  const fitted = resized(picture, { width: roundHalfEven(w * k), height: roundHalfEven(h * k) })
  const [, newH = 1, newW = 1] = fitted.dims
  const [x, y] = [Math.floor(Math.abs(newW - width) / 2), Math.floor(Math.abs(newH - height) / 2)]
  if (mode === 'Crop and Resize') return cut(fitted, 1, { x, y, width, height })
  const color = edgeColor(picture)
  const data = new Float32Array(width * height * 3).map((_, i) => color[i % 3]!)
  for (let row = 0; row < newH; row++)
    data.set(fitted.data.subarray(row * newW * 3, (row + 1) * newW * 3), ((y + row) * width + x) * 3)
  return { dims: [1, height, width, 3], data }
}

/** The median of the pixels on the four edges. */
function edgeColor({ dims: [, h = 1, w = 1], data }: Image): number[] {
  return [0, 1, 2].map(c => {
    const at = (y: number, x: number) => data[(y * w + x) * 3 + c]!
    const values = [
      ...Array.from({ length: w }, (_, x) => [at(0, x), at(h - 1, x)]),
      ...Array.from({ length: h }, (_, y) => [at(y, 0), at(y, w - 1)]),
    ].flat()
    values.sort((a, b) => a - b)
    const middle = values.length / 2
    return Math.floor((values[middle - 1]! + values[middle]!) / 2)
  })
}

/** The most colours of a picture whose pixels are kept. */
const FEW = 200

function resized(picture: Image, { width, height }: Size): Image {
  const [, h = 1, w = 1] = picture.dims
  if (w === width && h === height) return picture
  const colors = colorCount(picture, FEW)
  const taps = colors > 2 && colors < FEW ? nearest : width * height < w * h ? coverage : bicubic
  const bytes = resizedBytes(picture, { width, height }, taps)
  const [least, most] = [picture.data.reduce((a, b) => Math.min(a, b)), picture.data.reduce((a, b) => Math.max(a, b))]
  return colors === 2 && least < 16 && most > 240 ? blackAndWhite(bytes) : bytes
}

/** Pictures of bytes, rounded to bytes. */
export function resizedBytes(picture: Image, { width, height }: Size, taps: Taps): Image {
  const { dims, data } = fromPlanes(resample(toPlanes(picture), height, width, taps))
  return { dims, data: data.map(value => Math.min(Math.max(roundHalfEven(value), 0), 255)) }
}

/** As far as `most`. */
function colorCount({ data }: Image, most: number): number {
  const found = new Set<number>()
  for (let i = 0; i < data.length && found.size < most; i += 3)
    found.add((data[i]! * 256 + data[i + 1]!) * 256 + data[i + 2]!)
  return found.size
}

/** The mean of what a new pixel covers, parts of old ones by their share (OpenCV's INTER_AREA). */
export const coverage: Taps = (i, from, to) => {
  const [start, end] = [(i * from) / to, ((i + 1) * from) / to]
  return Array.from({ length: Math.ceil(end - 1e-9) - Math.floor(start) }, (_, k) => {
    const place = Math.floor(start) + k
    return [place, (Math.min(place + 1, end) - Math.max(place, start)) / (end - start)] as const
  })
}

/** Every pixel above Otsu's threshold white, the others black — Otsu 1979, doi:10.1109/TSMC.1979.4310076. */
function blackAndWhite({ dims, data }: Image): Tensor {
  const grey = Uint8Array.from(
    { length: data.length / 3 },
    (_, p) => (data[3 * p]! + data[3 * p + 1]! + data[3 * p + 2]!) / 3,
  )
  const counts = new Float64Array(256)
  for (const value of grey) counts[value]!++
  const total = counts.reduce((sum, count, value) => sum + count * value, 0)
  let [below, sumBelow, best, threshold] = [0, 0, 0, 0]
  for (let value = 0; value < 256; value++) {
    below += counts[value]!
    sumBelow += value * counts[value]!
    const above = grey.length - below
    if (below === 0 || above === 0) continue
    const between = below * above * (sumBelow / below - (total - sumBelow) / above) ** 2
    if (between > best) [best, threshold] = [between, value]
  }
  return { dims, data: data.map((_, i) => (grey[Math.floor(i / 3)]! > threshold ? 255 : 0)) }
}
