import type { FileRef } from '../../checkpoint/files/file-ref.ts'
import type { Image } from '../../image/image.ts'
import type { Sessions } from '../../runtime/sessions.ts'
import { resize } from '../../tensor/resize/resize.ts'
import { rows, type Tensor } from '../../tensor/tensor.ts'
import type { Unfinished } from '../unet/sample-latent.ts'
import { toImage } from './pixels.ts'
import { vaeNetwork } from './vae-network.ts'

/** An unfinished latent is in the model's scale already. */
const UNCHANGED = { channels: 4, scale: 1, shift: 0 }

/** Latent pixels: a preview is at most 256 pixels long, since the cost grows with the square of the length. */
const LONGEST = 32

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
  if (!decode) return null
  const network = await vaeNetwork({ kind: 'taesd', name: decode.name, decode, latents: UNCHANGED }, 'decode')
  const x = shrunk(rows(latent, 0, 1))
  const { out } = await sessions.run(network(x.dims), { x })
  return toImage(out!)
}

function shrunk(latent: Tensor): Tensor {
  const [, , h = 0, w = 0] = latent.dims
  const scale = LONGEST / Math.max(h, w)
  if (scale >= 1) return latent
  const [width, height] = [w, h].map(size => Math.max(1, Math.round(size * scale))) as [number, number]
  return resize(latent, { width, height, method: 'area' })
}
