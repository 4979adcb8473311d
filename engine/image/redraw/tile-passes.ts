import { roundHalfEven } from '../../tensor/round-half-even.ts'
import type { GreyBytes } from '../filters/pillow-blur.ts'
import { glow, placed, resizedRidge, ridge, type TileMask, white } from './tile-mask.ts'
import type { Size } from './tile-region.ts'

const { ceil, floor } = Math

export const redrawOrders = ['Linear', 'Chess', 'None'] as const
export const seamFixes = ['None', 'Band Pass', 'Half Tile', 'Half Tile + Intersections'] as const

export interface RedrawSettings {
  /** Row by row; as the squares of a chess board, the light ones first; or no tile at all. */
  readonly order: (typeof redrawOrders)[number]
  readonly tile: Size
  /** σ of the blur of the masks, in pixels. */
  readonly blur: number
  readonly padding: number
  readonly seams: (typeof seamFixes)[number]
  /** Of the bands of Band Pass, in pixels. */
  readonly seamWidth: number
  readonly seamBlur: number
  readonly seamPadding: number
  readonly uniform: boolean
  /** How many tiles are redrawn at once. */
  readonly batch: number
}

/** One tile to redraw. */
export interface TilePass {
  /** Before the blur. */
  readonly mask: TileMask
  readonly blur: number
  readonly padding: number
  readonly size: Size
}

/**
 * What Ultimate SD Upscale redraws, in order; the tiles of one list are redrawn at once.
 * ComfyUI_UltimateSDUpscale, after the script of Coyote-A.
 */
export function* tilePasses(picture: Size, settings: RedrawSettings): Generator<readonly TilePass[]> {
  yield* redrawPasses(picture, settings)
  if (settings.seams === 'Band Pass') yield* bandPasses(picture, settings)
  else if (settings.seams !== 'None') yield* halfTilePasses(picture, settings)
}

/** How many lists `tilePasses` gives. */
export function countPasses(picture: Size, settings: RedrawSettings): number {
  const { rows, columns } = gridOf(picture, settings.tile)
  const tiles =
    settings.order === 'None'
      ? []
      : settings.order === 'Linear'
        ? [rows * columns]
        : chess(rows * columns, rows, columns)
  const drawn = tiles.reduce((sum, count) => sum + ceil(count / settings.batch), 0)
  const halves = (rows - 1) * columns + rows * (columns - 1)
  const seams = {
    None: 0,
    'Band Pass': rows + columns - 2,
    'Half Tile': halves,
    'Half Tile + Intersections': halves + (rows - 1) * (columns - 1),
  }
  return drawn + seams[settings.seams]
}

const chess = (all: number, rows: number, columns: number) => {
  const light = ceil(rows / 2) * ceil(columns / 2) + floor(rows / 2) * floor(columns / 2)
  return [light, all - light]
}

const gridOf = ({ width, height }: Size, tile: Size) => ({
  rows: ceil(height / tile.height),
  columns: ceil(width / tile.width),
})

/** To the nearest multiple of 8, as Python rounds. */
export const multipleOf8 = (length: number): number => 8 * roundHalfEven(length / 8)

function* redrawPasses(picture: Size, { order, tile, blur, padding, batch }: RedrawSettings) {
  if (order === 'None') return
  const { rows, columns } = gridOf(picture, tile)
  const size = { width: multipleOf8(tile.width + padding), height: multipleOf8(tile.height + padding) }
  // A rectangle of Pillow includes its last row and column.
  const drawn = white(tile.width + 1, tile.height + 1)
  const places = Array.from({ length: rows * columns }, (_, i) => ({ x: i % columns, y: floor(i / columns) }))
  const isLight = ({ x, y }: (typeof places)[number]) => (x + y) % 2 === 0
  const parts = order === 'Linear' ? [places] : [places.filter(isLight), places.filter(place => !isLight(place))]
  for (const part of parts)
    for (let first = 0; first < part.length; first += batch)
      yield part.slice(first, first + batch).map(({ x, y }) => {
        const mask = placed(drawn, x * tile.width, y * tile.height, picture)
        return { mask, blur, padding, size }
      })
}

/** Over the seams between rows, then those between columns; then where both cross. */
function* halfTilePasses(picture: Size, { tile, seams, seamBlur: blur, seamPadding }: RedrawSettings) {
  const { rows, columns } = gridOf(picture, tile)
  const [halfWidth, halfHeight] = [floor(tile.width / 2), floor(tile.height / 2)]
  const pass = (grey: GreyBytes, x: number, y: number, padding = seamPadding): readonly TilePass[] => [
    { mask: placed(grey, x, y, picture), blur, padding, size: tile },
  ]
  const [betweenRows, betweenColumns] = [ridge(tile, 'y'), ridge(tile, 'x')]
  for (let y = 0; y < rows - 1; y++)
    for (let x = 0; x < columns; x++) yield pass(betweenRows, x * tile.width, y * tile.height + halfHeight)
  for (let y = 0; y < rows; y++)
    for (let x = 0; x < columns - 1; x++) yield pass(betweenColumns, x * tile.width + halfWidth, y * tile.height)
  if (seams !== 'Half Tile + Intersections') return
  const around = glow(tile)
  for (let y = 0; y < rows - 1; y++)
    for (let x = 0; x < columns - 1; x++)
      yield pass(around, x * tile.width + halfWidth, y * tile.height + halfHeight, 0)
}

/** Bands over the whole height, then over the whole width. */
function* bandPasses(picture: Size, { tile, seamWidth, seamPadding: padding }: RedrawSettings) {
  const { rows, columns } = gridOf(picture, tile)
  if (seamWidth === 0) return
  const [wide, offset] = [seamWidth + 2 * padding, floor(seamWidth / 2)]
  const upright = resizedRidge({ width: seamWidth, height: picture.height }, 'x')
  for (let x = 1; x < columns; x++) {
    const mask = placed(upright, x * tile.width - offset, 0, picture)
    yield [{ mask, blur: 0, padding, size: { width: wide, height: picture.height } }]
  }
  const level = resizedRidge({ width: picture.width, height: seamWidth }, 'y')
  for (let y = 1; y < rows; y++) {
    const mask = placed(level, 0, y * tile.height - offset, picture)
    yield [{ mask, blur: 0, padding, size: { width: picture.width, height: wide } }]
  }
}
