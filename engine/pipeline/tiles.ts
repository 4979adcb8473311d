import { type Box, cut } from '../tensor/cut.ts'
import { type Tensor, zeros } from '../tensor/tensor.ts'

export interface TileSize {
  readonly width: number
  readonly height: number
}

/** How a picture is cut, in pixels of the input: tiles of one size, or several passes whose results are averaged. */
export interface Grid {
  readonly passes: readonly TileSize[]
  /** The overlap of neighbours. */
  readonly overlap: number
}

/** The whole picture as one tile. */
export const onePiece: Grid = {
  passes: [{ width: Number.POSITIVE_INFINITY, height: Number.POSITIVE_INFINITY }],
  overlap: 0,
}

/**
 * ComfyUI's three passes: square, tall and wide tiles, so that the seams of the passes differ.
 *
 * @param unit  the numbers are rounded down and multiplied by this
 */
export function threePasses(tile: number, overlap: number, unit = 1): Grid {
  const [t, half] = [Math.floor(tile), Math.floor(tile / 2)].map(size => size * unit) as [number, number]
  return {
    passes: [
      { width: half, height: 2 * t },
      { width: 2 * t, height: half },
      { width: t, height: t },
    ],
    overlap: Math.floor(overlap) * unit,
  }
}

/** A stretch of one axis. */
interface Span {
  readonly from: number
  readonly length: number
}

/** The start and length of each tile, as in ComfyUI: the last may be shorter. */
function spans(length: number, tile: number, overlap: number): Span[] {
  if (length <= tile) return [{ from: 0, length }]
  const result: Span[] = []
  for (let from = 0; from < length - overlap; from += tile - overlap)
    result.push({ from, length: Math.min(tile, length - from) })
  return result
}

function tilesOf({ dims }: Tensor, { width, height }: TileSize, overlap: number): Box[] {
  const columns = spans(dims[3]!, width, overlap)
  return spans(dims[2]!, height, overlap).flatMap(row =>
    columns.map(column => ({ x: column.from, y: row.from, width: column.length, height: row.length })),
  )
}

/** The tiles of each pass; a single pass where the whole picture is the only tile of every pass. */
function passesOver(x: Tensor, { passes, overlap }: Grid): Box[][] {
  const tiles = passes.map(size => tilesOf(x, size, overlap))
  return tiles.every(({ length }) => length === 1) ? tiles.slice(0, 1) : tiles
}

export const countTiles = (x: Tensor, grid: Grid): number => passesOver(x, grid).flat().length

/** The tile of each pass that needs the most memory. @returns [1, C, height, width] each */
export const largestTiles = ({ dims }: Tensor, { passes }: Grid): number[][] =>
  passes.map(({ width, height }) => [1, dims[1]!, Math.min(height, dims[2]!), Math.min(width, dims[3]!)])

/**
 * Computes a picture in tiles and joins the results. The weight of a tile falls linearly towards its edges:
 * y = Σ wᵢ·yᵢ / Σ wᵢ, as in ComfyUI's tiled_scale.
 *
 * @param x      [1, C, H, W]
 * @param scale  output pixels per input pixel along each side: 8 for a decoder, 1/8 for an encoder
 * @returns      [1, C′, scale·H, scale·W]
 */
export async function inTiles(
  x: Tensor,
  grid: Grid,
  scale: number,
  compute: (tile: Tensor) => Promise<Tensor>,
): Promise<Tensor> {
  const passes = passesOver(x, grid)
  if (passes.flat().length === 1) return compute(x)
  const [height, width] = [x.dims[2]! * scale, x.dims[3]! * scale]
  let mean: Tensor | undefined
  for (const tiles of passes) {
    const sum = new Blend(height, width)
    for (const tile of tiles) {
      const y = await compute(cut(x, 2, tile))
      sum.add(y, tile.y * scale, tile.x * scale, Math.round(grid.overlap * scale))
    }
    mean = sum.addTo(mean, 1 / passes.length)
  }
  return mean!
}

/** Σ wᵢ·yᵢ and Σ wᵢ over one picture. */
class Blend {
  readonly #height: number
  readonly #width: number
  readonly #weights: Float32Array
  #sum: Tensor | undefined

  constructor(height: number, width: number) {
    this.#height = height
    this.#width = width
    this.#weights = new Float32Array(height * width)
  }

  /** @param feather  the pixels over which the weight of a tile rises and falls */
  add({ dims, data }: Tensor, top: number, left: number, feather: number): void {
    const [, channels, height, width] = dims as [number, number, number, number]
    this.#sum ??= zeros([1, channels, this.#height, this.#width])
    const [vertical, horizontal] = [fade(height, feather), fade(width, feather)]
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) {
        const w = vertical[y]! * horizontal[x]!
        const at = (top + y) * this.#width + left + x
        this.#weights[at] = this.#weights[at]! + w
        for (let c = 0; c < channels; c++) {
          const to = c * this.#weights.length + at
          this.#sum.data[to] = this.#sum.data[to]! + w * data[(c * height + y) * width + x]!
        }
      }
  }

  /** Adds `share` of the weighted mean to `mean`, or makes a new one; returns it. */
  addTo(mean: Tensor | undefined, share: number): Tensor {
    const sum = this.#sum!
    const result = mean ?? zeros(sum.dims)
    for (let i = 0; i < sum.data.length; i++)
      result.data[i] = result.data[i]! + (share * sum.data[i]!) / this.#weights[i % this.#weights.length]!
    return result
  }
}

/** 1/n, 2/n … 1 … 2/n, 1/n; all ones where the tile is not longer than n. */
function fade(length: number, feather: number): Float32Array {
  const weights = new Float32Array(length).fill(1)
  if (feather >= length) return weights
  for (let t = 0; t < feather; t++) {
    weights[t] = weights[t]! * ((t + 1) / feather)
    weights[length - 1 - t] = weights[length - 1 - t]! * ((t + 1) / feather)
  }
  return weights
}
