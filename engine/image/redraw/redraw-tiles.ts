import { type Box, cut } from '../../tensor/cut.ts'
import { asPillow } from '../../tensor/resize/antialias.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Image } from '../image.ts'
import { blurred, boundsOf, type TileMask } from './tile-mask.ts'
import { type RedrawSettings, type TilePass, tilePasses } from './tile-passes.ts'
import { type Size, type TileRegion, tileRegion } from './tile-region.ts'

/**
 * Redraws tiles: [N, H, W, 3] → the same size.
 *
 * @param place  where the tile lies; undefined where several are redrawn at once
 */
export type Redraw = (tiles: Image, place: TileRegion | undefined) => Promise<Image>

/**
 * Redraws a picture tile by tile and puts each tile back with soft edges, in the 8-bit steps of Ultimate SD Upscale: all that is
 * not redrawn keeps its bytes.
 *
 * @param pictures  [N, H, W, 3], multiples of 1/255; one part of all of them is a batch
 */
export async function redrawTiles(pictures: Image, settings: RedrawSettings, redraw: Redraw): Promise<Image> {
  const [, height = 0, width = 0] = pictures.dims
  const canvas = { dims: pictures.dims, data: Float32Array.from(pictures.data) }
  for (const passes of tilePasses({ width, height }, settings))
    await redrawPart(canvas, passes, settings.uniform, redraw)
  return canvas
}

/** Redraws tiles that are one batch; they are all cut before one is put back. */
async function redrawPart(canvas: Image, passes: readonly TilePass[], uniform: boolean, redraw: Redraw) {
  const [count = 1, height = 0, width = 0] = canvas.dims
  const picture = { width, height }
  const parts = passes.flatMap(({ mask, blur, ...wanted }) => {
    const bounds = boundsOf(mask)
    if (!bounds) return []
    const place = tileRegion(bounds, picture, { ...wanted, uniform })
    return [{ place, mask: blurred(mask, blur, picture), tiles: atSize(cut(canvas, 1, place.region), place.size) }]
  })
  const [first] = parts
  if (!first) return
  const redrawn = await redraw(together(parts.map(({ tiles }) => tiles)), parts.length === 1 ? first.place : undefined)
  for (const [i, { place, mask }] of parts.entries()) {
    const { width, height } = place.region
    const tiles = { dims: [count, ...redrawn.dims.slice(1)], data: part(redrawn, i * count, count) }
    putBack(canvas, atSize(asBytes(tiles), { width, height }), place.region, mask)
  }
}

const part = ({ dims: [n = 1], data }: Tensor, first: number, count: number): Float32Array =>
  data.subarray((first * data.length) / n, ((first + count) * data.length) / n)

/** Whole levels of 1/255, cut off as by Python's int. */
const asBytes = ({ dims, data }: Image): Image => ({
  dims,
  data: data.map(value => Math.trunc(Math.fround(Math.min(Math.max(value, 0), 1) * 255)) / 255),
})

/** Resized with Pillow's Lanczos where the size differs. */
export function atSize(pictures: Image, { width, height }: Size): Image {
  if (pictures.dims[1] === height && pictures.dims[2] === width) return pictures
  return asPillow(pictures, height, width, 'lanczos', 1)
}

/** @throws Error when the tiles differ in size */
function together(tiles: readonly Image[]): Image {
  const [first, ...others] = tiles as [Image, ...Image[]]
  if (others.length === 0) return first
  const { dims } = first
  if (others.some(other => String(other.dims) !== String(dims)))
    throw new Error('The tiles of a batch differ in size. Turn force_uniform_tiles on, or set batch_size to 1.')
  const data = new Float32Array(tiles.length * first.data.length)
  for (const [i, tile] of tiles.entries()) data.set(tile.data, i * first.data.length)
  return { dims: [tiles.length * dims[0]!, ...dims.slice(1)], data }
}

/** Pillow's `alpha_composite` over an opaque picture, in its integers. */
function putBack(canvas: Image, tiles: Image, region: Box, mask: TileMask): void {
  const [count = 1, height = 0, width = 0] = canvas.dims
  const [left, top] = [Math.max(region.x, mask.x), Math.max(region.y, mask.y)]
  const right = Math.min(region.x + region.width, mask.x + mask.width)
  const bottom = Math.min(region.y + region.height, mask.y + mask.height)
  for (let n = 0; n < count; n++)
    for (let y = top; y < bottom; y++)
      for (let x = left; x < right; x++) {
        const alpha = mask.data[(y - mask.y) * mask.width + x - mask.x]!
        if (alpha === 0) continue
        const to = 3 * ((n * height + y) * width + x)
        const from = 3 * ((n * region.height + y - region.y) * region.width + x - region.x)
        for (let c = 0; c < 3; c++) canvas.data[to + c] = over(tiles.data[from + c]!, canvas.data[to + c]!, alpha)
      }
}

function over(above: number, below: number, alpha: number): number {
  const sum = 128 * (Math.round(above * 255) * alpha + Math.round(below * 255) * (255 - alpha) + 128)
  return ((((sum >> 8) + sum) >> 8) >> 7) / 255
}
