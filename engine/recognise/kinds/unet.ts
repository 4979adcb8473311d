import { type Family, familyOfPrompts, type LatentSpace, latentNumbers } from '../../checkpoint/family.ts'
import { type Safetensors, type TensorInfo, type Tensors, tensorsBelow } from '../../checkpoint/files/safetensors.ts'
import { type MixtureLayers, mixtureLayers } from '../../checkpoint/keys/mixture-keys.ts'
import { saidLatents } from './vae.ts'

/** A UNet inside a file, in CompVis' or diffusers' names. */
export interface FoundUnet {
  readonly prefix: string
  readonly family: Family
  readonly variants: readonly string[]
  /** Those of the latent; more where the input also has a mask, a picture or a depth map. */
  readonly inChannels: number
  /** Those of the latent. */
  readonly outChannels: number
  /** Set where the latents are not those of the family. */
  readonly latents?: LatentSpace
  readonly contextWidth?: number
  readonly refusal?: string
}

/** In the order of trial; ComfyUI also reads a UNet alone below `model.`. */
const PREFIXES = ['model.diffusion_model.', 'unet.', 'model.', ''] as const

export function findUnet(file: Safetensors): FoundUnet | null {
  const prefix = PREFIXES.find(prefix => firstConvolution(file, prefix))
  if (prefix === undefined) return null
  const unet = tensorsBelow(file, prefix)
  const inChannels = firstConvolution(file, prefix)!.shape[1]!
  const outChannels = shapeOf(unet, ['out.2', 'conv_out'])?.[0] ?? Math.min(inChannels, 4)
  const latents = wideLatents(file, outChannels)
  const contextWidth = contextOf(unet)
  const unclip = isUnclip(unet, contextWidth)
  const mixture = mixtureLayers(unet)
  const refusal = unet.has('class_embedding.linear_1.weight')
    ? UNCLIP
    : (refusedChannels(inChannels, latents) ?? (mixture ? lacking(mixture) : undefined))
  return {
    prefix,
    family: unetFamily(unet),
    inChannels,
    outChannels,
    ...(latents && { latents }),
    variants: [
      latents && `${outChannels} channels`,
      SHAPES[`${contextWidth}: ${depths(unet)}`],
      CHANNELS[inChannels],
      unclip && 'unCLIP',
      mixture && `a mixture of ${mixture.experts} experts`,
      hasAny(unet, ['time_embed.cond_proj.weight', 'time_embedding.cond_proj.weight']) && 'guidance inside, as LCM',
    ].filter(variant => typeof variant === 'string'),
    ...(contextWidth !== undefined && { contextWidth }),
    ...(refusal && { refusal }),
  }
}

/** The variant, by the number of input channels. */
const CHANNELS: Readonly<Record<number, string>> = {
  5: 'depth',
  7: 'x4 upscaler',
  8: 'instruct-pix2pix',
  9: 'inpainting',
}

/**
 * Latents of more channels: shapes tell 16 from 32. Flux's and SD 3's both have 16; they are Flux's where neither the name nor
 * the metadata says SD 3, as those of RouWei 16ch are. Flux.2's have 32, as those of SDXL models with its VAE.
 */
function wideLatents(file: Safetensors, channels: number): LatentSpace | undefined {
  if (channels === 16) return saidLatents(file, 16) === 'sd3' ? 'sd3' : 'flux'
  return channels === 32 ? 'flux2' : undefined
}

/** Why a UNet with other inputs than the latent cannot be run, and what to use instead. */
function refusedChannels(inChannels: number, wide: LatentSpace | undefined): string | undefined {
  if (wide ? inChannels === latentNumbers[wide].channels : [4, 8, 9].includes(inChannels)) return undefined
  const reads = `a UNet that reads ${inChannels} channels`
  const runs = 'those with 4, 16 or 32, with 8 for editing or with 9 for inpainting can be run'
  if (inChannels === 5) return `${reads} (a depth map): ${runs}; use a depth ControlNet instead`
  if (inChannels === 7) return `${reads} (Stability AI's x4 upscaler): ${runs}; use an upscale model instead`
  return `${reads}: ${runs}`
}

/** Why a mixture of experts cannot be run. */
function lacking({ experts, missing: [first, ...others] }: MixtureLayers): string | undefined {
  if (first === undefined) return undefined
  const rest = others.length === 0 ? '' : `, the first of ${others.length + 1} parts that are missing`
  return `a mixture of ${experts} experts that lacks ${first}${rest}: the file is incomplete; get or build it again`
}

const UNCLIP =
  'an unCLIP model in the form of diffusers, which is not supported; use the checkpoint in one file, as sd21-unclip-h'

/** Smaller variants, by the width of their prompts and the transformer blocks in each input layer. */
const SHAPES: Readonly<Record<string, string>> = {
  '2048: 2,2,4,4': 'SSD-1B',
  '2048: 1,1,2,2': 'Segmind Vega',
  '2048: 2,5': 'KOALA-700M',
  '2048: 2,6': 'KOALA-1B',
  '768: 1,1,1': 'BK-SDM',
}

/** The family of a UNet; also of a ControlNet, which is the first half of one. */
export function unetFamily(unet: Tensors): Family {
  const context = contextOf(unet)
  const label = shapeOf(unet, ['label_emb.0.0', 'add_embedding.linear_1'])
  if (label && !isUnclip(unet, context)) return label[1] === 2560 || context === 1280 ? 'sdxl-refiner' : 'sdxl'
  const byPrompts = familyOfPrompts(context)
  if (byPrompts !== 'unknown') return byPrompts
  // SD 1.x projects with 1×1 convolutions, SD 2.x with matrices.
  const projection = [...unet].find(([key]) => key.endsWith('.proj_in.weight'))?.[1]
  return projection ? (projection.shape.length === 4 ? 'sd1' : 'sd2') : 'unknown'
}

/** unCLIP models read a picture's embedding in the input that SDXL uses for sizes. */
const isUnclip = (unet: Tensors, context: number | undefined): boolean =>
  unet.has('class_embedding.linear_1.weight') ||
  (context === 1024 && [1536, 2048].includes(shapeOf(unet, ['label_emb.0.0'])?.[1] ?? 0))

/** The shape of the first weight that exists; Control-LoRAs store two factors instead. */
const shapeOf = (unet: Tensors, names: readonly string[]): readonly number[] | undefined =>
  names
    .flatMap(name => unet.get(`${name}.weight`) ?? unet.get(`${name}.down`) ?? [])
    .map(({ shape }) => shape)
    .at(0)

const contextOf = (unet: Tensors): number | undefined =>
  [...unet].find(([key]) => /attn2\.to_k\.(experts\.0\.)?(weight|down)$/.test(key))?.[1].shape[1]

const BLOCK =
  /^((?:input_blocks\.\d+\.1)|(?:down_blocks\.\d+\.attentions\.\d+))\.transformer_blocks\.(\d+)\.attn2\.to_k\.(?!experts)/

/** The number of transformer blocks in each input layer that has any. */
function depths(unet: Tensors): number[] {
  const counts = new Map<string, number>()
  for (const key of unet.keys()) {
    const [, layer] = BLOCK.exec(key) ?? []
    if (layer !== undefined) counts.set(layer, (counts.get(layer) ?? 0) + 1)
  }
  return [...counts].toSorted(([a], [b]) => a.localeCompare(b, 'en', { numeric: true })).map(([, count]) => count)
}

const hasAny = (unet: Tensors, keys: readonly string[]): boolean => keys.some(key => unet.has(key))

/** The first convolution of a UNet, under CompVis' or diffusers' name. */
const firstConvolution = ({ tensors }: Safetensors, prefix: string): TensorInfo | undefined =>
  tensors.get(`${prefix}input_blocks.0.0.weight`) ??
  (tensors.has(`${prefix}down_blocks.0.resnets.0.conv1.weight`) ? tensors.get(`${prefix}conv_in.weight`) : undefined)
