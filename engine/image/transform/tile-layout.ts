import { RangeInputError } from '../../errors.ts'
import { type Box, cut } from '../../tensor/cut.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import { convolve } from '../filters/blur.ts'
import type { Image, Mask } from '../image.ts'

/** How a picture is divided into tiles that overlap, as comfyui-tooling-nodes does it. Pairs are [rows, columns]. */
export interface TileLayout {
  /** Of the picture, in pixels. */
  readonly size: Pair
  readonly count: Pair
  readonly tile: Pair
  /** How far a tile reaches into its neighbours, in pixels. */
  readonly padding: number
  /** How much of that is a soft edge. */
  readonly blending: number
}
type Pair = readonly [number, number]

export interface TileOptions {
  /** Tiles are at least about as large, in pixels. */
  readonly least: number
  readonly padding: number
  readonly blending: number
  /** Sizes are multiples of it. */
  readonly multiple: number
}

/** @throws RangeInputError when sizes are not multiples, or the soft edge is wider than the overlap */
export function tileLayout(image: Image, { least, padding, blending, multiple }: TileOptions): TileLayout {
  const size = [image.dims[1]!, image.dims[2]!] as const
  for (const [name, value] of [
    ['width', size[1]],
    ['height', size[0]],
    ['min_tile_size', least],
  ] as const)
    if (value % multiple !== 0)
      throw new RangeInputError(`The ${name} ${value} is not a multiple of ${multiple} (the input multiple).`)
  if (blending > padding) throw new RangeInputError(`blending is ${blending} and must be at most padding, ${padding}.`)
  if (least <= 2 * padding)
    throw new RangeInputError(`min_tile_size is ${least} and must be more than twice the padding of ${padding}.`)
  const count = both(size, side => Math.max(1, Math.floor(side / (least - 2 * padding))))
  const tile = both(size, (side, axis) => {
    const whole = Math.ceil((side + (count[axis] - 1) * 2 * padding) / count[axis])
    return Math.ceil(whole / multiple) * multiple
  })
  return { size, count, tile, padding, blending }
}

const both = (pair: Pair, f: (value: number, axis: 0 | 1) => number): Pair => [f(pair[0], 0), f(pair[1], 1)]

export const tileCount = ({ count }: TileLayout): number => count[0] * count[1]

interface Extent {
  readonly start: Pair
  readonly end: Pair
}

/** @param inset  what is left out on the sides that have a neighbour */
function extentOf({ size, count, tile, padding }: TileLayout, index: number, inset = 0): Extent {
  // Columns of tiles, from top to bottom each.
  const at: Pair = [index % count[0], Math.floor(index / count[0])]
  const first = both(at, (place, axis) => place * (tile[axis] - 2 * padding))
  return {
    start: both(first, (from, axis) => from + (at[axis] === 0 ? 0 : inset)),
    end: both(first, (from, axis) =>
      Math.min(from + tile[axis] - (at[axis] === count[axis] - 1 ? 0 : inset), size[axis]),
    ),
  }
}

/** @throws RangeInputError when there is no such tile */
function tileBox(layout: TileLayout, index: number): Box {
  const count = tileCount(layout)
  if (index >= count) throw new RangeInputError(`There is no tile ${index}: the picture has ${count}, counted from 0.`)
  const { start, end } = extentOf(layout, index)
  return { x: start[1], y: start[0], width: end[1] - start[1], height: end[0] - start[0] }
}

/** The tile of pictures or masks, [N, H, W, …]. */
export const tileOf = (whole: Tensor, layout: TileLayout, index: number): Tensor =>
  cut(whole, 1, tileBox(layout, index))

/** Where a tile counts, [1, h, w]. @param soft  with a soft edge in the middle of the overlap, else with all but that edge */
export function tileMask(layout: TileLayout, index: number, soft: boolean): Mask {
  const { x, y, width, height } = tileBox(layout, index)
  const { start, end } = extentOf(layout, index, soft ? layout.padding : layout.padding - layout.blending)
  const data = new Float32Array(width * height)
  for (let row = start[0] - y; row < end[0] - y; row++)
    data.fill(1, row * width + start[1] - x, row * width + end[1] - x)
  const mask = { dims: [1, height, width], data }
  return soft && layout.blending > 0 ? convolve(mask, box(layout.blending)) : mask
}

/** Equal weights; one more behind than before where the number is even. */
function box(count: number): Float32Array {
  const weights = new Float32Array(2 * Math.ceil((count - 1) / 2) + 1).fill(1 / count)
  if (count % 2 === 0) weights[0] = 0
  return weights
}

/** Pictures with a tile put into its place, softly. [N, H, W, C] → the same */
export function mergeTile(image: Image, layout: TileLayout, index: number, tile: Image): Image {
  const { x, y, width, height } = tileBox(layout, index)
  const [n = 0, H = 0, W = 0, channels = 0] = image.dims
  const [tiles = 0, h, w, c] = tile.dims
  if (h !== height || w !== width || c !== channels)
    throw new RangeInputError(`Tile ${index} is ${width}×${height} pixels, and the given one ${w}×${h}.`)
  const mask = tileMask(layout, index, true).data
  const data = image.data.slice()
  for (let i = 0; i < n * height * width * channels; i++) {
    const [channel, pixel] = [i % channels, Math.floor(i / channels)]
    const [column, line] = [pixel % width, Math.floor(pixel / width)]
    const [row, picture] = [line % height, Math.floor(line / height)]
    const to = ((picture * H + y + row) * W + x + column) * channels + channel
    const from = (((picture % tiles) * height + row) * width + column) * channels + channel
    const m = mask[row * width + column]!
    data[to] = (1 - m) * data[to]! + m * tile.data[from]!
  }
  return { dims: image.dims, data }
}
