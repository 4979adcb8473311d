import { basename } from 'node:path'
import type { LatentSpace } from '../../checkpoint/family.ts'
import type { Safetensors } from '../../checkpoint/files/safetensors.ts'
import { taesdHalves } from '../../checkpoint/keys/taesd-keys.ts'
import type { Finding } from '../description.ts'

/** Prefixes in the order of trial. */
const PREFIXES = ['first_stage_model.', 'vae.', ''] as const

/** The prefix of an autoencoder in CompVis' or diffusers' names; undefined without one. */
export const findVae = ({ tensors }: Safetensors): string | undefined =>
  PREFIXES.find(prefix => tensors.has(`${prefix}decoder.conv_in.weight`))

/**
 * Describes a file of only a VAE. SD's and SDXL's VAEs are the same network with different numbers, so only the file's name or
 * metadata shows which latents it has.
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
  if (shape.length === 5) return 'a VAE for videos; Stable Diffusion makes pictures: choose another VAE'
  const level = (n: number) =>
    tensors.has(`${prefix}decoder.up.${n}.block.0.conv1.weight`) ||
    tensors.has(`${prefix}decoder.up_blocks.${n}.resnets.0.conv1.weight`)
  if (level(2) && !level(3))
    return "the VAE of the x4 upscaler, whose latents have a quarter of the picture's size, not an eighth: choose another VAE"
  return otherChannels(shape[1])
}

/** By the file's name or its metadata. */
function saidLatents({ path, metadata }: Safetensors): LatentSpace {
  const said = `${basename(path)} ${metadata['modelspec.architecture'] ?? ''}`.toLowerCase()
  if (/sd[-_ ]?xl|stable-diffusion-xl|taesdxl/.test(said)) return 'sdxl'
  return /taesd|sd-vae|vae-ft-(mse|ema)|kl-f8|sd[-_ ]?v?(1|15|2)\b|stable-diffusion-v[12]/.test(said) ? 'sd' : 'unknown'
}

/** TAESD, a VAE of a hundredth of the size (https://github.com/madebyollin/taesd), or half of one. */
export function recogniseTaesd(file: Safetensors): Finding | null {
  const halves = taesdHalves(file)
  if (halves.length === 0) return null
  const refusal = otherChannels(halves[0]!.channels)
  const variants = halves.map(({ direction }) => (direction === 'encode' ? 'encoder' : 'decoder'))
  return { kind: 'taesd', latents: saidLatents(file), variants, ...(refusal !== undefined && { refusal }) }
}
