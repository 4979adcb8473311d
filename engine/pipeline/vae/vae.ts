import { CheckpointError } from '../../errors.ts'
import type { Image } from '../../image/image.ts'
import { openFile } from '../../recognise/open-file.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import { computeStage, eachImage, type Stage, type StageContext, type Way } from '../stage.ts'
import { onePiece, threePasses } from '../tiles.ts'
import type { Latent, Vae } from '../types.ts'
import { latentStatistics } from './latent-statistics.ts'
import { fromImage, toImage } from './pixels.ts'
import { type VaeNetwork, vaeName, vaeNetwork } from './vae-network.ts'

/** Tiles in pixels of the picture, as set on VAEDecodeTiled and VAEEncodeTiled. */
export interface Tiling {
  readonly tile: number
  readonly overlap: number
}

/**
 * Latents to pictures, one at a time; in tiles when requested, or when the memory is too small for one piece.
 *
 * @returns [N, 8h, 8w, 3], 0 … 1
 * @throws  MemoryError, NotFiniteError (stage.ts); CheckpointError for latents of another number of channels
 */
export async function decodeLatent(vae: Vae, latent: Latent, context: StageContext, tiling?: Tiling): Promise<Image> {
  await checkChannels(vae, latent.samples)
  const network = await vaeNetwork(vae, 'decode')
  const statistics = await latentStatistics(vae)
  return eachImage(statistics ? statistics.remove(latent.samples) : latent.samples, context, async (x, context) => {
    const [width, height] = [x.dims[3]! * 8, x.dims[2]! * 8]
    const ways = waysOf(network, Math.max(width, height), 1, tiling)
    const what = `VAE decode of ${width}×${height} with ${vaeName(vae)}`
    return toImage(await computeStage({ what, scale: 8, ways, advice: advice('Decode', tiling) }, x, context))
  })
}

/**
 * Pictures to latents: the posterior's mean without sampling, as in ComfyUI. The edges are cropped evenly to a multiple of 8.
 * In tiles as `decodeLatent`.
 *
 * @param image [N, H, W, 3 or 4], 0 … 1
 * @returns     [N, C, H/8, W/8] in VAE scale
 */
export async function encodeImage(vae: Vae, image: Image, context: StageContext, tiling?: Tiling): Promise<Tensor> {
  const network = await vaeNetwork(vae, 'encode')
  const statistics = await latentStatistics(vae)
  const latent = await eachImage(image, context, (picture, context) => {
    const x = fromImage(picture)
    const [width, height] = [x.dims[3]!, x.dims[2]!]
    const ways = waysOf(network, Math.max(width, height), 8, tiling)
    const what = `VAE encode of ${width}×${height} with ${vaeName(vae)}`
    return computeStage({ what, scale: 1 / 8, ways, advice: advice('Encode', tiling) }, x, context)
  })
  return statistics ? statistics.apply(latent) : latent
}

async function checkChannels(vae: Vae, { dims }: Tensor): Promise<void> {
  const file = vae.kind === 'vae' ? vae.file : (vae.decode ?? vae.encode)!
  const { latentChannels: own = dims[1] } = (await openFile(file)).description
  if (own === dims[1]) return
  throw new CheckpointError(
    'wrong-family',
    file.path,
    `${vaeName(vae)} decodes latents of ${own} channels, and this latent has ${dims[1]}: use the VAE of the model that made the latent`,
  )
}

/** In pixels; ComfyUI uses 512 where one piece is too large. */
const TILES = [512, 256, 128] as const

/** @param unit  pixels of the network's input per latent pixel */
function waysOf(network: VaeNetwork, longest: number, unit: number, tiling?: Tiling): Way[] {
  const cutting = ({ tile, overlap }: Tiling): Way => {
    // Half a tile must be longer than its overlap with both neighbours.
    const shared = Math.min(overlap, tile / 4)
    return { how: `in tiles of ${tile} pixels`, network, grid: threePasses(tile / 8, shared / 8, unit) }
  }
  if (tiling) return [cutting(tiling)]
  const smaller = TILES.filter(tile => tile < longest).map(tile => cutting({ tile, overlap: tile / 8 }))
  return [{ how: 'in one piece', network, grid: onePiece }, ...smaller]
}

const advice = (direction: 'Decode' | 'Encode', tiling?: Tiling): Stage['advice'] => ({
  memory: tiling
    ? 'choose a smaller tile_size, or close other programs'
    : `close other programs, or use VAE ${direction} (Tiled) with a small tile_size`,
  notFinite: 'use another VAE with a Load VAE node: sdxl-vae-fp16-fix for SDXL, vae-ft-mse-840000 for SD 1.x',
})
