import type { Image } from '../../../engine/image/image.ts'
import { atSize, redrawTiles } from '../../../engine/image/redraw/redraw-tiles.ts'
import { countPasses, multipleOf8, redrawOrders, seamFixes } from '../../../engine/image/redraw/tile-passes.ts'
import { rgbOf } from '../../../engine/image/transform/channels.ts'
import { promptsInTiles } from '../../../engine/pipeline/unet/prompts-in-tile.ts'
import type { UpscaleModel } from '../../../engine/pipeline/upscale.ts'
import type { SamplerSpec } from '../../../engine/sampling/sampler-row.ts'
import { map } from '../../../engine/tensor/tensor.ts'
import { choice, float, int, toggle, type Values } from '../../../graph/node.ts'
import type { RunContext } from '../../define.ts'
import { decodeLatent, encodeImage, upscaleImage } from '../../pipeline.ts'
import samplerCustom from '../../sampling/custom/sampler-custom.ts'
import ksampler from '../../sampling/ksampler.ts'
import { conditioning, image, model, vae } from '../../sockets.ts'
import { denoise, samplerName, scheduler, seed, steps } from '../../widgets.ts'

const side = (help: string) => int({ default: 512, min: 64, max: 8192, step: 8, help })
const pixels = (value: number, help: string) => int({ default: value, min: 0, max: 8192, step: 8, help })
const blur = (help: string) => int({ default: 8, min: 0, max: 64, help })

/** The inputs of the three nodes, in the order of the pack. */
export const sockets = { model, positive: conditioning, negative: conditioning, vae }
export const upscaleBy = float({ default: 2, min: 0.05, max: 4, step: 0.05, help: '2 is twice as wide and high.' })
export const sampling = {
  seed,
  steps,
  cfg: float({ default: 8, min: 0, max: 100, help: 'Scale of classifier-free guidance for each tile.' }),
  sampler_name: samplerName,
  scheduler,
  denoise: { ...denoise, default: 0.2, help: 'How much each tile is changed; 0.2 to 0.4 keeps the picture.' },
}
export const tiling = {
  mode_type: choice(redrawOrders, {
    help: 'Row by row, as the squares of a chess board, or no tiles: only the seams.',
  }),
  tile_width: side('Of the grid, in pixels; the padding is added.'),
  tile_height: side('Of the grid, in pixels; the padding is added.'),
  mask_blur: blur('How soft the edges of the tiles are, in pixels.'),
  tile_padding: pixels(32, 'Pixels around a tile that the model sees as well.'),
  seam_fix_mode: choice(seamFixes, { help: 'Redraws what lies over the edges of tiles once more.' }),
  seam_fix_denoise: float({
    default: 1,
    min: 0,
    max: 1,
    step: 0.01,
    help: 'Ignored, as in the pack: denoise is used.',
  }),
  seam_fix_width: pixels(64, 'Of the bands of Band Pass, in pixels.'),
  seam_fix_mask_blur: blur('How soft the edges of Half Tile are, in pixels.'),
  seam_fix_padding: pixels(16, 'Pixels around a seam that the model sees as well.'),
  force_uniform_tiles: toggle({
    default: true,
    help: 'Tiles at the edges are as large as the others. Off makes them smaller, and faster.',
  }),
  tiled_decode: toggle({ default: false, help: 'Decodes each tile in tiles of 512 pixels.' }),
  batch_size: int({ default: 1, min: 1, max: 16, help: 'How many tiles are redrawn at once.' }),
}
export const pictureOf = (help: string) => ({ ...image, help })

type Inputs = Values<typeof sockets & typeof sampling & typeof tiling>
/** A sampler of another node in place of the widgets. */
interface Custom {
  readonly sampler: SamplerSpec
  readonly sigmas: Float32Array
}

/** Enlarges pictures, and redraws them tile by tile (Ultimate SD Upscale). */
export async function enlargeAndRedraw(
  pictures: Image,
  { factor, upscaler, custom, ...inputs }: Inputs & { factor: number; upscaler?: UpscaleModel; custom?: Custom },
  context: RunContext,
): Promise<Image> {
  const [, height = 1, width = 1] = pictures.dims
  const before = { width, height }
  const now = { width: Math.max(8, multipleOf8(width * factor)), height: Math.max(8, multipleOf8(height * factor)) }
  const large = await enlarged(asBytes(rgbOf(pictures)), now, upscaler, context)
  const batch = pictures.dims[0] === 1 ? inputs.batch_size : 1
  if (batch < inputs.batch_size) context.notice('batch_size counts for one picture only: tiles are redrawn one by one.')
  const settings = {
    order: inputs.mode_type,
    tile: { width: inputs.tile_width, height: inputs.tile_height },
    blur: inputs.mask_blur,
    padding: inputs.tile_padding,
    seams: inputs.seam_fix_mode,
    seamWidth: inputs.seam_fix_width,
    seamBlur: inputs.seam_fix_mask_blur,
    seamPadding: inputs.seam_fix_padding,
    uniform: inputs.force_uniform_tiles,
    batch,
  }
  const [positive, negative] = [inputs.positive, inputs.negative].map(each => promptsInTiles(each, { before, now }))
  const quiet = { ...context, progress() {} }
  const all = countPasses(now, settings)
  let done = 0
  return redrawTiles(large, settings, async (tiles, place) => {
    const first = done++
    const progress: RunContext['progress'] = (step, of, unfinished) =>
      context.progress(first * of + step, all * of, unfinished)
    const prompts = place ? { positive: positive!(place), negative: negative!(place) } : {}
    const latent_image = { samples: await encodeImage(inputs.vae, tiles, quiet) }
    const latent = await sample({ ...inputs, ...prompts, latent_image }, custom, { ...context, progress })
    return decodeLatent(inputs.vae, latent, quiet, inputs.tiled_decode ? { tile: 512, overlap: 64 } : undefined)
  })
}

async function sample(inputs: Parameters<typeof ksampler.run>[0], custom: Custom | undefined, context: RunContext) {
  if (!custom) return (await ksampler.run(inputs, context)).LATENT
  const { seed: noise_seed, ...rest } = inputs
  return (await samplerCustom.run({ ...rest, ...custom, noise_seed, add_noise: true }, context)).output
}

/** Whole levels of 1/255, as the pack cuts them off. */
const asBytes = (pictures: Image): Image =>
  map(pictures, value => Math.trunc(Math.fround(Math.min(Math.max(value, 0), 1) * 255)) / 255)

/** With the model, or without one by Lanczos in whole factors; then by Lanczos to the size. */
async function enlarged(
  pictures: Image,
  size: { readonly width: number; readonly height: number },
  upscaler: UpscaleModel | undefined,
  context: RunContext,
): Promise<Image> {
  const [, height = 1, width = 1] = pictures.dims
  const factors = wholeFactors(Math.ceil(Math.max(size.width, size.height) / Math.max(width, height)))
  if (factors.length === 0) return atSize(pictures, size)
  if (upscaler) return atSize(asBytes(await upscaleImage(upscaler, pictures, context)), size)
  const by = (large: Image, factor: number) =>
    atSize(large, { width: large.dims[2]! * factor, height: large.dims[1]! * factor })
  return atSize(factors.reduce(by, pictures), size)
}

/** The factors 4, 3 and 2 of the next number that has such ones. */
function wholeFactors(factor: number): readonly number[] {
  if (factor <= 1) return []
  const largest = [4, 3, 2].find(each => factor % each === 0)
  return largest === undefined ? wholeFactors(factor + 1) : [largest, ...wholeFactors(factor / largest)]
}
