import { bytesPer, type Dtype } from './dtype.ts'
import { loraModules } from './lora.ts'
import type { Safetensors } from './safetensors.ts'

/** What a file is for. */
export type FileKind = 'checkpoint' | 'unet' | 'text-encoder' | 'vae' | 'lora' | 'controlnet' | 'embedding' | 'unknown'
export type Family = 'sd1' | 'sd2' | 'sdxl' | 'sdxl-refiner' | 'unknown'

/** One network inside a file. */
export interface Part {
  /** What its keys start with; empty for a file of one network. */
  readonly prefix: string
  readonly parameters: number
  readonly dtypes: readonly Dtype[]
}

export interface FileDescription {
  readonly kind: FileKind
  readonly family: Family
  /** The UNet has mask and masked-latent channels. */
  readonly inpainting: boolean
  readonly parts: { readonly unet?: Part; readonly text?: Part; readonly vae?: Part }
  /** What latents are multiplied by before the UNet sees them. */
  readonly latentScale: number
  /** D of the prompts that the UNet attends to. */
  readonly contextWidth?: number
}

/** Prefixes in the order they are tried, each with a key that tells. */
const UNETS = ['model.diffusion_model.', ''] as const
const TEXTS = [
  ['cond_stage_model.transformer.text_model.', 'sd1'],
  ['cond_stage_model.transformer.', 'sd1'],
  ['cond_stage_model.model.', 'sd2'],
  ['conditioner.embedders.0.transformer.text_model.', 'sdxl'],
  ['conditioner.embedders.0.model.', 'sdxl-refiner'],
  ['text_model.', 'sd1'],
  ['transformer.text_model.', 'sd1'],
] as const
const VAES = ['first_stage_model.', ''] as const

/** What a file's keys and shapes say it is. Nothing but the header is looked at. */
export function describeFile(file: Safetensors): FileDescription {
  const has = (key: string) => file.tensors.has(key)
  const unet = UNETS.find(prefix => has(`${prefix}input_blocks.0.0.weight`))
  const text = TEXTS.find(
    ([prefix]) => has(`${prefix}embeddings.token_embedding.weight`) || has(`${prefix}token_embedding.weight`),
  )
  const vae = VAES.find(prefix => has(`${prefix}decoder.conv_in.weight`))
  const parts = {
    ...(unet !== undefined && { unet: part(file, unet) }),
    ...(text && { text: part(file, text[0]) }),
    ...(vae !== undefined && { vae: part(file, vae) }),
  }
  const family = unet !== undefined ? unetFamily(file, unet) : (text?.[1] ?? loraFamily(file))
  const contextWidth = unet === undefined ? undefined : contextOf(file, unet)
  return {
    kind: kindOf(file, Object.keys(parts)),
    family,
    inpainting: file.tensors.get(`${unet ?? ''}input_blocks.0.0.weight`)?.shape[1] === 9,
    parts,
    latentScale: Number(file.metadata['vae.scaling_factor'] ?? (family.startsWith('sdxl') ? 0.13025 : 0.18215)),
    ...(contextWidth !== undefined && { contextWidth }),
  }
}

function kindOf(file: Safetensors, parts: readonly string[]): FileKind {
  const keys = [...file.tensors.keys()]
  if (keys.some(key => /^(control_model\.)?zero_convs\.0|^controlnet_cond_embedding\./.test(key))) return 'controlnet'
  if (parts.length > 1) return 'checkpoint'
  if (parts.length === 1) return ({ unet: 'unet', text: 'text-encoder', vae: 'vae' } as const)[parts[0] as 'unet']
  if (loraModules(file).length > 0) return 'lora'
  if (keys.some(key => /^(emb_params|clip_[lg]|string_to_param\.)/.test(key)) || keys.length === 1) return 'embedding'
  return 'unknown'
}

/** SDXL conditions on sizes, SD 1.x projects with 1×1 convolutions, SD 2.x with matrices. */
function unetFamily({ tensors }: Safetensors, prefix: string): Family {
  const label = tensors.get(`${prefix}label_emb.0.0.weight`)
  if (label) return label.shape[1] === 2560 ? 'sdxl-refiner' : 'sdxl'
  const projection = [...tensors.values()].find(
    ({ name }) => name.startsWith(prefix) && name.endsWith('.1.proj_in.weight'),
  )
  return projection ? (projection.shape.length === 4 ? 'sd1' : 'sd2') : 'unknown'
}

function contextOf({ tensors }: Safetensors, prefix: string): number | undefined {
  const key = [...tensors.keys()].find(name => name.startsWith(prefix) && name.endsWith('attn2.to_k.weight'))
  return key === undefined ? undefined : tensors.get(key)!.shape[1]
}

const WIDTHS: Readonly<Record<number, Family>> = { 768: 'sd1', 1024: 'sd2', 2048: 'sdxl', 1280: 'sdxl-refiner' }

/** Which family a LoRA was made for, by how wide the prompts are that its attention reads. */
function loraFamily(file: Safetensors): Family {
  const modules = loraModules(file)
  const attention = modules.find(({ name, tensors }) => /attn2[._](processor[._])?to_k$/.test(name) && tensors.down)
  if (attention) return WIDTHS[attention.tensors.down!.shape[1]!] ?? 'unknown'
  return modules.some(({ name }) => name.startsWith('lora_te2_')) ? 'sdxl' : 'unknown'
}

function part({ tensors }: Safetensors, prefix: string): Part {
  const infos = [...tensors.values()].filter(({ name }) => name.startsWith(prefix))
  return {
    prefix,
    parameters: infos.reduce((n, { length, dtype }) => n + length / bytesPer(dtype), 0),
    dtypes: [...new Set(infos.map(({ dtype }) => dtype))].toSorted(),
  }
}
