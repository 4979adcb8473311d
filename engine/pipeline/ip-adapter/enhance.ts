import { RangeInputError } from '../../errors.ts'
import type { Formula } from '../../formula.ts'
import type { Image } from '../../image/image.ts'
import { rows, stack, type Tensor } from '../../tensor/tensor.ts'

/** How an encoder sees more of a picture: also its parts, n along each side. */
export interface Enhancement {
  readonly tiles: number
  /** How much the whole picture counts. */
  readonly ratio: number
}

export const enhancementFormula: Formula = {
  lines: [
    'one picture: [r·e, p] as two pictures,  several: r·e + (1 − r)·p each',
    'e: the picture as the encoder sees it,  p: its n×n parts side by side, averaged to the size of e',
  ],
  source: 'github.com/cubiq/ComfyUI_IPAdapter_plus, utils.py, encode_image_masked',
}

/** The parts of each picture, row by row; pixels that are left over at the right and below are cut off. */
export function partsOf(image: Image, tiles: number): Image {
  const [count, height, width, channels] = image.dims as [number, number, number, number]
  const [h, w] = [Math.floor(height / tiles), Math.floor(width / tiles)]
  if (h < 1 || w < 1)
    throw new RangeInputError(
      `enhance_tiles: a picture of ${width}×${height} cannot be cut into ${tiles}×${tiles} parts.`,
    )
  const parts: Tensor[] = []
  for (let i = 0; i < count; i++)
    for (let part = 0; part < tiles ** 2; part++) {
      const [top, left] = [Math.floor(part / tiles) * h, (part % tiles) * w]
      const data = new Float32Array(h * w * channels)
      for (let y = 0; y < h; y++) {
        const from = ((i * height + top + y) * width + left) * channels
        data.set(image.data.subarray(from, from + w * channels), y * w * channels)
      }
      parts.push({ dims: [1, h, w, channels], data })
    }
  return stack(parts)
}

/** The whole pictures and their parts together. @param parts  [M·n², …] as the encoder sees them @returns [M or 2, …] */
export function enhanced(whole: Tensor, parts: Tensor, { tiles, ratio }: Enhancement): Tensor {
  const count = whole.dims[0]!
  const merged = stack(
    Array.from({ length: count }, (_, i) => joinParts(rows(parts, i * tiles ** 2, (i + 1) * tiles ** 2), tiles)),
  )
  const scaled = { dims: whole.dims, data: whole.data.map(value => value * ratio) }
  if (count === 1) return stack([scaled, merged])
  return { dims: whole.dims, data: scaled.data.map((value, i) => value + merged.data[i]! * (1 - ratio)) }
}

/**
 * The parts of one picture side by side, each n×n values averaged. Tokens lie in a square behind one for the whole picture; the
 * numbers of a vector are taken as a square too, as the pack does.
 *
 * @param parts  [n², L, D] or [n², D]
 */
function joinParts(parts: Tensor, n: number): Tensor {
  const isVector = parts.dims.length === 2
  const [, length, width] = (isVector ? [...parts.dims, 1] : parts.dims) as [number, number, number]
  const first = isVector ? 0 : 1
  const side = Math.sqrt(length - first)
  if (!Number.isInteger(side))
    throw new RangeInputError(
      `The parts of a picture cannot be joined: this adapter reads ${length} numbers, which are not a square. Use a plus adapter, or enhance_tiles 1.`,
    )
  const data = new Float32Array(length * width)
  const share = 1 / n ** 2
  for (let part = 0; part < n ** 2; part++)
    for (let token = 0; token < length; token++)
      for (let d = 0; d < width; d++) {
        const to = token < first ? token : first + placeOf(part, token - first, side, n)
        data[to * width + d] = data[to * width + d]! + share * parts.data[(part * length + token) * width + d]!
      }
  return { dims: [1, ...parts.dims.slice(1)], data }
}

/** Where a value of one part lies when the parts are side by side and each n×n values are one. */
function placeOf(part: number, at: number, side: number, n: number): number {
  const y = Math.floor(part / n) * side + Math.floor(at / side)
  const x = (part % n) * side + (at % side)
  return Math.floor(y / n) * side + Math.floor(x / n)
}
