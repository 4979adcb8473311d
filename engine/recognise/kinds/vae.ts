import { basename } from 'node:path'
import { type LatentSpace, latentNumbers } from '../../checkpoint/family.ts'
import type { Safetensors } from '../../checkpoint/files/safetensors.ts'
import { taesdHalves } from '../../checkpoint/keys/taesd-keys.ts'
import type { Finding } from '../description.ts'

/** Prefixes in the order of trial. */
const PREFIXES = ['first_stage_model.', 'vae.', ''] as const

/** The prefix of an autoencoder in CompVis' or diffusers' names; undefined without one. */
export const findVae = ({ tensors }: Safetensors): string | undefined =>
  PREFIXES.find(prefix => tensors.has(`${prefix}decoder.conv_in.weight`))

/**
 * Describes a file of only a VAE. SD's and SDXL's VAEs are the same network with different numbers, as are Flux's and SD 3's, so
 * only the file's name or metadata shows which latents it has.
 */
export function describeVae(file: Safetensors, prefix: string): Finding {
  const { shape } = file.tensors.get(`${prefix}decoder.conv_in.weight`)!
  const refusal = refusalOf(file, prefix) ?? otherChannels(shape[1])
  if (refusal !== undefined) return { kind: 'vae', latents: 'unknown', refusal, variants: ['other latents'] }
  return { kind: 'vae', ...latentsIn(file, shape[1]!) }
}

/** The latents of an autoencoder. */
const latentsIn = (file: Safetensors, channels: number): Pick<Finding, 'latents' | 'latentChannels' | 'variants'> => ({
  latents: saidLatents(file, channels),
  latentChannels: channels,
  variants: channels === 4 ? [] : [`${channels} channels`],
})

const otherChannels = (channels: number | undefined): string | undefined =>
  channels !== undefined && [4, 16, 32].includes(channels)
    ? undefined
    : `a VAE for latents of ${channels} channels; those of 4, 16 and 32 can be run: choose another VAE`

function refusalOf({ tensors }: Safetensors, prefix: string): string | undefined {
  const { shape } = tensors.get(`${prefix}decoder.conv_in.weight`)!
  if (shape.length === 5) return 'a VAE for videos; Stable Diffusion makes pictures: choose another VAE'
  const level = (n: number) =>
    tensors.has(`${prefix}decoder.up.${n}.block.0.conv1.weight`) ||
    tensors.has(`${prefix}decoder.up_blocks.${n}.resnets.0.conv1.weight`)
  if (level(2) && !level(3))
    return "the VAE of the x4 upscaler, whose latents have a quarter of the picture's size, not an eighth: choose another VAE"
  return undefined
}

/** By the file's name or its metadata, among the latents of so many channels; only Flux.2's have 32. */
export function saidLatents({ path, metadata }: Safetensors, channels: number): LatentSpace {
  const said = `${basename(path)} ${metadata['modelspec.architecture'] ?? ''}`.toLowerCase()
  if (channels === 32) return 'flux2'
  if (channels === 16) {
    if (Number(metadata['vae.scaling_factor']) === latentNumbers.sd3.scale) return 'sd3'
    if (/taesd3|sd[-_ ]?v?3|stable-diffusion-(v?3|3\.5)/.test(said)) return 'sd3'
    return /taef1|flux|^ae\./.test(said) ? 'flux' : 'flux-or-sd3'
  }
  if (/sd[-_ ]?xl|stable-diffusion-xl|taesdxl/.test(said)) return 'sdxl'
  return /taesd|sd-vae|vae-ft-(mse|ema)|kl-f8|sd[-_ ]?v?(1|15|2)\b|stable-diffusion-v[12]/.test(said)
    ? 'sd'
    : 'sd-or-sdxl'
}

/** TAESD, a VAE of a hundredth of the size (https://github.com/madebyollin/taesd), or half of one. */
export function recogniseTaesd(file: Safetensors): Finding | null {
  const halves = taesdHalves(file)
  if (halves.length === 0) return null
  const { channels } = halves[0]!
  const refusal = otherChannels(channels)
  const { variants = [], ...found } = latentsIn(file, channels)
  return {
    kind: 'taesd',
    ...found,
    variants: [...halves.map(({ direction }) => (direction === 'encode' ? 'encoder' : 'decoder')), ...variants],
    ...(refusal !== undefined && { refusal }),
  }
}
