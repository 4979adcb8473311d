import type { LatentNumbers } from '../../checkpoint/family.ts'
import type { FileRef } from '../../checkpoint/files/file-ref.ts'
import { picturePreview } from '../../image/files/previews.ts'
import type { Image } from '../../image/image.ts'
import type { Sessions } from '../../runtime/sessions.ts'
import { resize } from '../../tensor/resize/resize.ts'
import { rows, type Tensor } from '../../tensor/tensor.ts'
import type { Latent, Vae } from '../types.ts'
import type { Unfinished } from '../unet/sample-latent.ts'
import { toImage } from './pixels.ts'
import { type VaeNetwork, vaeNetwork } from './vae-network.ts'

/** An unfinished latent is in the model's scale already. */
const UNCHANGED = { channels: 4, scale: 1, shift: 0 }

/**
 * Latent pixels of the longer side of a preview, at most: 256 pixels after a step, 512 before the exact decode. The cost grows
 * with the square of the length; at 512 it is about a twentieth of that of a VAE.
 */
const LONGEST = { step: 32, decode: 64 } as const

/**
 * A preview of an unfinished latent, decoded with TAESD.
 *
 * @param find  a file of vae_approx by name
 * @returns the first picture of the batch, [1, H, W, 3]; null without a small decoder for such latents
 */
export async function tinyPreview(
  { latent, rgb }: Unfinished,
  sessions: Sessions,
  find: (name: string) => Promise<FileRef | null>,
): Promise<Image | null> {
  const decode = rgb.decoder && (await find(`${rgb.decoder}.safetensors`))
  return decode ? decodeSmall(await tinyNetwork(decode, UNCHANGED), rows(latent, 0, 1), LONGEST.step, sessions) : null
}

export interface DecodeContext {
  readonly sessions: Sessions
  readonly signal: AbortSignal
  find(folder: string, name: string): Promise<FileRef | null>
  report(event: { readonly kind: 'decode-preview'; readonly jpeg: Uint8Array; readonly index: number }): void
}

/**
 * Shows the pictures of a latent before a VAE decodes it. Shows nothing of a latent that no sampler made, without a small decoder
 * for its family, and where the VAE itself is that small.
 */
export async function previewDecode(vae: Vae, { samples, tinyDecoder }: Latent, context: DecodeContext): Promise<void> {
  if (!tinyDecoder || vae.kind === 'taesd') return
  const decode = await context.find('vae_approx', `${tinyDecoder.file}.safetensors`)
  if (!decode) return
  const network = await tinyNetwork(decode, tinyDecoder.latents)
  for (let index = 0; index < samples.dims[0]!; index++) {
    context.signal.throwIfAborted()
    const picture = await decodeSmall(network, rows(samples, index, index + 1), LONGEST.decode, context.sessions)
    context.report({ kind: 'decode-preview', jpeg: await picturePreview(picture), index })
  }
}

const tinyNetwork = (decode: FileRef, latents: LatentNumbers): Promise<VaeNetwork> =>
  vaeNetwork({ kind: 'taesd', name: decode.name, decode, latents }, 'decode')

/** @param latent  [1, C, h, w] @returns [1, H, W, 3] */
async function decodeSmall(network: VaeNetwork, latent: Tensor, longest: number, sessions: Sessions): Promise<Image> {
  const x = shrunk(latent, longest)
  const { out } = await sessions.run(network(x.dims), { x })
  return toImage(out!)
}

function shrunk(latent: Tensor, longest: number): Tensor {
  const [, , h = 0, w = 0] = latent.dims
  const scale = longest / Math.max(h, w)
  if (scale >= 1) return latent
  const [width, height] = [w, h].map(size => Math.max(1, Math.round(size * scale))) as [number, number]
  return resize(latent, { width, height, method: 'area' })
}
