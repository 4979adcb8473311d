/** Resizing as weighted sums along each axis; the weights are those of torch.nn.functional.interpolate. */

import { sizeOf, type Tensor } from '../tensor.ts'

const { abs, ceil, floor, fround, max, min } = Math

/** The old positions that make up new position `i` of `to`, and their weights. */
export type Taps = (i: number, from: number, to: number) => readonly (readonly [place: number, weight: number])[]

export const nearestExact: Taps = (i, from, to) => [[min(floor(((i + 0.5) * from) / to), from - 1), 1]]

/** torch's older `nearest`: the pixel at the left edge of the new one. */
export const nearest: Taps = (i, from, to) => [[min(floor((i * from) / to), from - 1), 1]]

export const bilinear: Taps = (i, from, to) => bilinearAt(max(((i + 0.5) * from) / to - 0.5, 0), from)

const bilinearAt = (at: number, from: number) => {
  const [low, w] = [floor(at), at - floor(at)]
  return [[low, 1 - w] as const, [min(low + 1, from - 1), w] as const]
}

/** Where the outer pixel centres stay at the edges: torch's `align_corners`. */
const atCorners = (i: number, from: number, to: number) => (to > 1 ? (i * (from - 1)) / (to - 1) : 0)

export const bilinearCorners: Taps = (i, from, to) => bilinearAt(atCorners(i, from, to), from)

/** The mean of all pixels that a new one touches (adaptive average). */
export const area: Taps = (i, from, to) => {
  const [first, end] = [floor((i * from) / to), ceil(((i + 1) * from) / to)]
  return Array.from({ length: end - first }, (_, k) => [first + k, 1 / (end - first)] as const)
}

/** What sums and products are rounded to: not at all (float64), or to float32. */
type Rounding = (x: number) => number
export const float64: Rounding = x => x
export const float32: Rounding = fround

/**
 * Keys 1981, doi:10.1109/TASSP.1981.1163711, by Horner's rule.
 *
 * @param a  −½ in Pillow and in torch with antialiasing; −¾ in torch without
 */
export const cubic =
  (a: number, round = float64) =>
  (distance: number): number => {
    const d = abs(distance)
    if (d <= 1) return round(round(round((a + 2) * d - (a + 3)) * d) * d + 1)
    return d < 2 ? round(round(round(a * d - 5 * a) * d + 8 * a) * d - 4 * a) : 0
  }

const kernel = cubic(-0.75)

const bicubicAt = (at: number, from: number) =>
  [-1, 0, 1, 2].map(k => {
    const place = floor(at) + k
    return [min(max(place, 0), from - 1), kernel(at - place)] as const
  })

export const bicubic: Taps = (i, from, to) => bicubicAt(((i + 0.5) * from) / to - 0.5, from)

export const bicubicCorners: Taps = (i, from, to) => bicubicAt(atCorners(i, from, to), from)

/** The taps of all new positions, in a row: those of position i are from `starts[i]` to `starts[i + 1]`. */
export interface TapTable {
  readonly starts: Int32Array
  readonly places: Int32Array
  readonly weights: Float64Array
}

export function tapTable(taps: Taps, from: number, to: number): TapTable {
  const starts = new Int32Array(to + 1)
  const all = Array.from({ length: to }, (_, i) => taps(i, from, to))
  for (let i = 0; i < to; i++) starts[i + 1] = starts[i]! + all[i]!.length
  const [places, weights] = [new Int32Array(starts[to]!), new Float64Array(starts[to]!)]
  for (let i = 0; i < to; i++)
    for (const [k, [place, weight]] of all[i]!.entries()) {
      places[starts[i]! + k] = place
      weights[starts[i]! + k] = weight
    }
  return { starts, places, weights }
}

/** Weighted sums along one axis, rounded to float32 at every step: x seen as [outer, from, inner] becomes [outer, to, inner]. */
export function alongAxis(
  x: Float32Array,
  [outer, from, to, inner]: readonly [number, number, number, number],
  taps: Taps,
) {
  const { starts, places, weights } = tapTable(taps, from, to)
  const out = new Float32Array(outer * to * inner)
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < to; i++) {
      const target = (o * to + i) * inner
      for (let tap = starts[i]!; tap < starts[i + 1]!; tap++) {
        const [source, weight] = [(o * from + places[tap]!) * inner, weights[tap]!]
        for (let k = 0; k < inner; k++) out[target + k] = out[target + k]! + fround(weight * x[source + k]!)
      }
    }
  return out
}

/**
 * The same taps along both axes, width first.
 *
 * @param rowAxis  which dimension counts the rows: 2 in [N, C, H, W], 1 in [N, H, W, C]; columns are the next one
 */
export function resample(
  { dims, data }: Tensor,
  height: number,
  width: number,
  taps: Taps,
  rowAxis: 1 | 2 = 2,
): Tensor {
  const [H, W] = [dims[rowAxis]!, dims[rowAxis + 1]!]
  const [before, after] = [dims.slice(0, rowAxis), dims.slice(rowAxis + 2)]
  const [outer, inner] = [sizeOf(before), sizeOf(after)]
  const wide = W === width ? data : alongAxis(data, [outer * H, W, width, inner], taps)
  const tall = H === height ? wide : alongAxis(wide, [outer, H, height, width * inner], taps)
  return { dims: [...before, height, width, ...after], data: tall }
}
