import type { Image, Mask } from '../../image/image.ts'
import { pictureTiles, tileMasks } from '../../image/transform/clip-tiles.ts'
import { fromPlanes, toPlanes } from '../../image/transform/planes.ts'
import { stack } from '../../tensor/tensor.ts'
import type { Model } from '../types.ts'
import type { IpAdapterOptions } from './apply.ts'
import type { EncodeContext } from './embeds.ts'
import type { IpAdapter } from './load.ts'
import { applyPictures, type Pictures } from './pictures.ts'

/** The tiles of a picture are kept with it, so that they are encoded once. */
const known = new WeakMap<Image, { readonly sharpening: number; readonly tiles: readonly Image[] }>()

function tilesOf(image: Image, sharpening: number): readonly Image[] {
  const before = known.get(image)
  if (before?.sharpening === sharpening) return before.tiles
  const tiles = pictureTiles(toPlanes(image), sharpening).map(fromPlanes)
  known.set(image, { sharpening, tiles })
  return tiles
}

/**
 * Puts each tile of a picture on the part of the result where it lies, so that a picture of any proportions is seen whole.
 *
 * @returns also the tiles, one after the other, and where they count
 * @throws  as `applyPictures`
 */
export async function applyTiled(
  model: Model,
  adapter: IpAdapter,
  { image, ...pictures }: Pictures,
  { mask, ...options }: IpAdapterOptions,
  sharpening: number,
  context: EncodeContext,
): Promise<{ readonly model: Model; readonly tiles: Image; readonly masks: Mask }> {
  const tiles = tilesOf(image, sharpening)
  const masks = tileMasks({ height: image.dims[1]!, width: image.dims[2]! }, mask)
  let changed = model
  for (const [i, tile] of tiles.entries())
    changed = await applyPictures(
      changed,
      adapter,
      { ...pictures, image: tile },
      { ...options, mask: masks[i] },
      context,
    )
  return { model: changed, tiles: stack(tiles), masks: stack(masks) }
}
