import { rows, stack } from '../../tensor/tensor.ts'
import type { Image } from '../image.ts'
import { rgbOf } from '../transform/channels.ts'
import { medianCut, type Rgb } from './median-cut.ts'

/**
 * A picture in the colours of a palette, as Pillow computes it. The nearest colour is searched once for each cell of 4 × 4 × 4
 * levels, from its darkest corner.
 */

interface Picture {
  /** r, g, b, r, g, b … */
  readonly pixels: Uint8Array
  readonly width: number
}

const { floor, max, min, trunc } = Math
const byte = (value: number): number => min(max(value, 0), 255)

/** The nearest colour of the palette; of equally near colours the first. */
function nearestIn(palette: readonly Rgb[]): (r: number, g: number, b: number) => Rgb {
  const known = new Map<number, Rgb>()
  const search = (r: number, g: number, b: number): Rgb => {
    let [best, least] = [palette[0]!, Number.POSITIVE_INFINITY]
    for (const color of palette) {
      const distance = (r - color[0]) ** 2 + (g - color[1]) ** 2 + (b - color[2]) ** 2
      if (distance < least) [best, least] = [color, distance]
    }
    return best
  }
  return (r, g, b) => {
    const cell = ((r >> 2) << 12) | ((g >> 2) << 6) | (b >> 2)
    const found = known.get(cell) ?? search(r & ~3, g & ~3, b & ~3)
    known.set(cell, found)
    return found
  }
}

/** The nearest colour for each pixel. */
function mapToPalette({ pixels }: Picture, palette: readonly Rgb[]): Uint8Array {
  const nearest = nearestIn(palette)
  const out = new Uint8Array(pixels.length)
  for (let i = 0; i < out.length; i += 3) out.set(nearest(pixels[i]!, pixels[i + 1]!, pixels[i + 2]!), i)
  return out
}

/**
 * Distributes the error of each pixel to its neighbours — Floyd & Steinberg 1976, Proc. SID 17(2):
 *
 *          x  7
 *      3   5  1   ⁄ 16
 */
function floydSteinberg({ pixels, width }: Picture, palette: readonly Rgb[]): Uint8Array {
  const nearest = nearestIn(palette)
  const out = new Uint8Array(pixels.length)
  // Errors times 16 for each pixel of the row below, with a margin of one pixel on both sides.
  let [from, to] = [new Int32Array(3 * (width + 2)), new Int32Array(3 * (width + 2))]
  const spread = (i: number, place: number, right: Int32Array) => {
    const wanted = [0, 1, 2].map(c => byte(pixels[i + c]! + trunc((right[c]! + from[place + c]!) / 16)))
    const color = nearest(wanted[0]!, wanted[1]!, wanted[2]!)
    out.set(color, i)
    for (let c = 0; c < 3; c++) {
      const error = wanted[c]! - color[c]!
      right[c] = 7 * error
      to[place - 3 + c]! += 3 * error
      to[place + c]! += 5 * error
      to[place + 3 + c]! += error
    }
  }
  for (let i = 0; i < pixels.length; ) {
    const right = new Int32Array(3)
    for (let x = 0; x < width; x++, i += 3) spread(i, 3 * (x + 1), right)
    // Pillow confuses the errors of the last pixel of a row: red gets blue's sum, green and blue get blue's error.
    const blue = right[2]! / 7
    to.set([to[3 * width + 2]!, blue, blue], 3 * width)
    ;[from, to] = [to, from.fill(0)]
  }
  return out
}

/** Ordered dithering — Bayer 1973: the n × n matrix (n a power of 2), spread around 0 between −½ and ½. */
function bayerMatrix(n: number): number[][] {
  if (n === 1) return [[0]]
  const quarter = bayerMatrix(n / 2)
  const q = n * n
  const shifted = (by: number) => quarter.map(row => row.map(value => value + by / q))
  const beside = (a: number[][], b: number[][]) => a.map((row, i) => [...row, ...b[i]!])
  return [...beside(shifted(-1.5), shifted(0.5)), ...beside(shifted(1.5), shifted(-0.5))]
}

/** Shifts each pixel by the matrix before the nearest colour is taken; the fewer colours, the further. */
function orderedDither({ pixels, width }: Picture, palette: readonly Rgb[], n: number): Uint8Array {
  const matrix = bayerMatrix(n)
  const spread = 512 / palette.length
  const moved = pixels.map((value, i) => {
    const pixel = floor(i / 3)
    return floor(byte(value + spread * matrix[floor(pixel / width) % n]![(pixel % width) % n]! + 0.5))
  })
  return mapToPalette({ pixels: moved, width }, palette)
}

const dithers = {
  none: mapToPalette,
  'floyd-steinberg': floydSteinberg,
  'bayer-2': (picture: Picture, palette: readonly Rgb[]) => orderedDither(picture, palette, 2),
  'bayer-4': (picture: Picture, palette: readonly Rgb[]) => orderedDither(picture, palette, 4),
  'bayer-8': (picture: Picture, palette: readonly Rgb[]) => orderedDither(picture, palette, 8),
  'bayer-16': (picture: Picture, palette: readonly Rgb[]) => orderedDither(picture, palette, 16),
}
export type Dither = keyof typeof dithers

/** In ComfyUI's combo order. */
export const ditherNames = ['none', 'floyd-steinberg', 'bayer-2', 'bayer-4', 'bayer-8', 'bayer-16'] as const

/** Each picture in at most `colors` colours of its own, 1…256: [N, H, W, 3 or 4] → [N, H, W, 3]. */
export function quantize(image: Image, colors: number, dither: Dither): Image {
  const rgb = rgbOf(image)
  if (rgb.data.length === 0) return rgb
  return stack(
    Array.from({ length: rgb.dims[0]! }, (_, n) => {
      const { dims, data } = rows(rgb, n, n + 1)
      const pixels = Uint8Array.from(data, value => Math.min(Math.max(Math.fround(value * 255), 0), 255))
      const picture = { pixels, width: dims[2]! }
      const out = dithers[dither](picture, medianCut(pixels, colors))
      return { dims, data: Float32Array.from(out, value => value / 255) }
    }),
  )
}
