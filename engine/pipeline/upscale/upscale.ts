import type { Image } from '../../image/image.ts'
import { rgbOf } from '../../image/transform/channels.ts'
import { fromPlanes, toPlanes } from '../../image/transform/planes.ts'
import { map } from '../../tensor/tensor.ts'
import { computeStage, eachImage, type Stage, type StageContext } from '../stage.ts'
import { type UpscaleModel, upscaleNetwork } from './upscale-network.ts'

export { loadUpscaler } from './upscale-network.ts'

/** In pixels of the input; the next size is tried when one does not fit the memory, as in ComfyUI. */
const TILES = [512, 256, 128] as const
const OVERLAP = 32

/**
 * Enlarges pictures with a network, in tiles.
 *
 * @param image [N, H, W, 3 or 4], 0 … 1; alpha is dropped
 * @returns     [N, scale·H, scale·W, 3], 0 … 1
 * @throws      MemoryError, NotFiniteError (stage.ts)
 */
export async function upscaleImage(model: UpscaleModel, image: Image, context: StageContext): Promise<Image> {
  const network = await upscaleNetwork(model)
  const ways = TILES.map(tile => ({
    how: `in tiles of ${tile} pixels`,
    network,
    grid: { passes: [{ width: tile, height: tile }], overlap: OVERLAP },
  }))
  const [, height = 0, width = 0] = image.dims
  const what = `enlarging ${width}×${height} with ${model.file.name}`
  const stage: Stage = { what, scale: model.scale, ways, advice }
  const large = await eachImage(toPlanes(rgbOf(image)), context, (x, context) => computeStage(stage, x, context))
  return map(fromPlanes(large), v => Math.min(Math.max(v, 0), 1))
}

const advice: Stage['advice'] = {
  memory: 'close other programs, or use a smaller upscaler',
  notFinite: 'the file may be damaged: use another upscaler',
}
