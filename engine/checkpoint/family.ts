import { bytesPer, type Dtype } from './dtype.ts'
import { loraFamily, loraModules } from './lora.ts'
import type { Family } from './prompt-width.ts'
import type { Safetensors } from './safetensors.ts'
import { type ClipKind, encoderFamily, findEncoders } from './text-encoder.ts'

export type { Family } from './prompt-width.ts'

/** What a file is for. */
export type FileKind =
  | 'checkpoint'
  | 'unet'
  | 'text-encoder'
  | 'vae'
  | 'lora'
  | 'controlnet'
  | 'upscaler'
  | 'embedding'
  | 'unknown'

/** The networks that a file may hold. */
export const partNames = ['unet', 'clipL', 'clipH', 'clipG', 'vae'] as const satisfies readonly (
  | 'unet'
  | ClipKind
  | 'vae'
)[]
export type PartName = (typeof partNames)[number]

/** One network inside a file. */
export interface Part {
  /** What its keys start with; empty for a file of one network. Text encoders: before `text_model.`. */
  readonly prefix: string
  readonly parameters: number
  readonly dtypes: readonly Dtype[]
}

export interface FileDescription {
  readonly kind: FileKind
  readonly family: Family
  /** The UNet has mask and masked-latent channels. */
  readonly inpainting: boolean
  readonly parts: Readonly<Partial<Record<PartName, Part>>>
  /** What latents are multiplied by before the UNet sees them. */
  readonly latentScale: number
  /** D of the prompts that the UNet attends to. */
  readonly contextWidth?: number
}

/** Prefixes in the order they are tried, each with a key that tells. */
const UNETS = ['model.diffusion_model.', 'unet.', ''] as const
const VAES = ['first_stage_model.', ''] as const

/** Keys that only a ControlNet has: CompVis' with and without prefix, diffusers', Control-LoRA's. */
const CONTROL = /^((control_model\.)?zero_convs\.0\.|controlnet_cond_embedding\.|lora_controlnet$)/
/** Keys that only an enlarging network has: ESRGAN's in both spellings, SwinIR's and its kin's. */
const UPSCALER = /^(params(_ema)?\.)?(model\.1\.sub\.0\.|conv_first\.weight$|body\.0\.rdb1\.)/
const EMBEDDING = /^(emb_params$|clip_[lg]$|string_to_param\.)/

/** What a file's keys and shapes say it is. Nothing but the header is looked at. */
export function describeFile(file: Safetensors): FileDescription {
  const isControl = anyKey(file, CONTROL)
  const unet = isControl ? undefined : UNETS.find(prefix => firstConvolution(file, prefix))
  const encoders = findEncoders(file)
  const vae = VAES.find(prefix => file.tensors.has(`${prefix}decoder.conv_in.weight`))
  const parts = {
    ...(unet !== undefined && { unet: part(file, unet) }),
    ...Object.fromEntries(encoders.map(({ kind, prefix }) => [kind, part(file, prefix)])),
    ...(vae !== undefined && { vae: part(file, vae) }),
  }
  const kinds = encoders.map(({ kind }) => kind)
  const family = familyOf(file, isControl ? controlPrefix(file) : unet, kinds)
  const contextWidth = unet === undefined ? undefined : contextOf(file, unet)
  return {
    kind: isControl ? 'controlnet' : kindOf(file, Object.keys(parts)),
    family,
    inpainting: unet !== undefined && firstConvolution(file, unet)?.shape[1] === 9,
    parts,
    latentScale: Number(file.metadata['vae.scaling_factor'] ?? (family.startsWith('sdxl') ? 0.13025 : 0.18215)),
    ...(contextWidth !== undefined && { contextWidth }),
  }
}

const anyKey = ({ tensors }: Safetensors, pattern: RegExp): boolean =>
  [...tensors.keys()].some(key => pattern.test(key))

function kindOf(file: Safetensors, parts: readonly string[]): FileKind {
  if (parts.length > 1) return 'checkpoint'
  if (parts.length === 1) return parts[0] === 'unet' || parts[0] === 'vae' ? parts[0] : 'text-encoder'
  if (loraModules(file).length > 0) return 'lora'
  if (anyKey(file, UPSCALER)) return 'upscaler'
  return anyKey(file, EMBEDDING) || file.tensors.size === 1 ? 'embedding' : 'unknown'
}

/** @param unet  prefix of a UNet, or of a ControlNet, which is the first half of one */
function familyOf(file: Safetensors, unet: string | undefined, encoders: readonly ClipKind[]): Family {
  if (unet !== undefined) return unetFamily(file, unet)
  return encoders.length > 0 ? encoderFamily(encoders) : loraFamily(loraModules(file))
}

const controlPrefix = ({ tensors }: Safetensors): string =>
  [...tensors.keys()].some(key => key.startsWith('control_model.')) ? 'control_model.' : ''

/** SDXL conditions on sizes, SD 1.x projects with 1×1 convolutions, SD 2.x with matrices. */
function unetFamily({ tensors }: Safetensors, prefix: string): Family {
  const label = tensors.get(`${prefix}label_emb.0.0.weight`) ?? tensors.get(`${prefix}add_embedding.linear_1.weight`)
  if (label) return label.shape[1] === 2560 ? 'sdxl-refiner' : 'sdxl'
  const projection = [...tensors.values()].find(
    ({ name }) => name.startsWith(prefix) && name.endsWith('.proj_in.weight'),
  )
  return projection ? (projection.shape.length === 4 ? 'sd1' : 'sd2') : 'unknown'
}

/** The convolution that every UNet begins with, under CompVis' or diffusers' name. */
const firstConvolution = ({ tensors }: Safetensors, prefix: string) =>
  tensors.get(`${prefix}input_blocks.0.0.weight`) ??
  (tensors.has(`${prefix}down_blocks.0.resnets.0.conv1.weight`) ? tensors.get(`${prefix}conv_in.weight`) : undefined)

function contextOf({ tensors }: Safetensors, prefix: string): number | undefined {
  const key = [...tensors.keys()].find(name => name.startsWith(prefix) && name.endsWith('attn2.to_k.weight'))
  return key === undefined ? undefined : tensors.get(key)!.shape[1]
}

function part({ tensors }: Safetensors, prefix: string): Part {
  const infos = [...tensors.values()].filter(({ name }) => name.startsWith(prefix))
  return {
    prefix,
    parameters: infos.reduce((n, { length, dtype }) => n + length / bytesPer(dtype), 0),
    dtypes: [...new Set(infos.map(({ dtype }) => dtype))].toSorted(),
  }
}
