import { basename } from 'node:path'
import type { LatentSpace } from '../../checkpoint/family.ts'
import type { Safetensors } from '../../checkpoint/files/safetensors.ts'
import { taesdHalves } from '../../checkpoint/keys/taesd-keys.ts'
import type { Finding } from '../description.ts'

/** Prefixes in the order they are tried. */
const PREFIXES = ['first_stage_model.', 'vae.', ''] as const

/** Where a file keeps an autoencoder, in CompVis' or diffusers' names. @returns a prefix, or nothing */
export const findVae = ({ tensors }: Safetensors): string | undefined =>
  PREFIXES.find(prefix => tensors.has(`${prefix}decoder.conv_in.weight`))

/**
 * What a VAE in a file of its own is. SD's and SDXL's are one network with other numbers, so whose latents these are only
 * the file's name or notes can say.
 */
export function describeVae(file: Safetensors, prefix: string): Finding {
  const refusal = refusalOf(file, prefix)
  const latents = refusal === undefined ? saidLatents(file) : 'unknown'
  return { kind: 'vae', latents, ...(refusal !== undefined && { refusal, variants: ['other latents'] }) }
}

const LATENT_CHANNELS = 4

const otherChannels = (channels: number | undefined): string | undefined =>
  channels === LATENT_CHANNELS
    ? undefined
    : `a VAE for latents of ${channels} channels; Stable Diffusion's have ${LATENT_CHANNELS}: choose another VAE`

function refusalOf({ tensors }: Safetensors, prefix: string): string | undefined {
  const { shape } = tensors.get(`${prefix}decoder.conv_in.weight`)!
  if (shape.length === 5) return 'a VAE for films; Stable Diffusion makes pictures: choose another VAE'
  const level = (n: number) =>
    tensors.has(`${prefix}decoder.up.${n}.block.0.conv1.weight`) ||
    tensors.has(`${prefix}decoder.up_blocks.${n}.resnets.0.conv1.weight`)
  if (level(2) && !level(3))
    return 'the VAE of the x4 upscaler, whose latents are a quarter of the picture, not an eighth: choose another VAE'
  return otherChannels(shape[1])
}

/** By a file's name or its metadata. */
function saidLatents({ path, metadata }: Safetensors): LatentSpace {
  const said = `${basename(path)} ${metadata['modelspec.architecture'] ?? ''}`.toLowerCase()
  if (/sd[-_ ]?xl|stable-diffusion-xl|taesdxl/.test(said)) return 'sdxl'
  return /taesd|sd-vae|vae-ft-(mse|ema)|kl-f8|sd[-_ ]?v?(1|15|2)\b|stable-diffusion-v[12]/.test(said) ? 'sd' : 'unknown'
}

/** TAESD, a VAE of a hundredth of the size (https://github.com/madebyollin/taesd), or one half of it. */
export function recogniseTaesd(file: Safetensors): Finding | null {
  const halves = taesdHalves(file)
  if (halves.length === 0) return null
  const refusal = otherChannels(halves[0]!.channels)
  const variants = halves.map(({ direction }) => (direction === 'encode' ? 'encoder' : 'decoder'))
  return { kind: 'taesd', latents: saidLatents(file), variants, ...(refusal !== undefined && { refusal }) }
}
