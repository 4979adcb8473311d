import type { ClipKind, Family } from '../../checkpoint/family.ts'
import type { Safetensors, TensorInfo } from '../../checkpoint/files/safetensors.ts'

/** One text encoder inside a file. */
export interface FoundEncoder {
  readonly kind: ClipKind
  /** What its keys start with, before `text_model.`. */
  readonly prefix: string
}

/** Where checkpoints keep their encoders. */
const INSIDE: readonly (readonly [prefix: string, kind: ClipKind | 'by-width'])[] = [
  ['cond_stage_model.transformer.', 'clipL'],
  ['cond_stage_model.model.', 'clipH'],
  ['conditioner.embedders.0.transformer.', 'clipL'],
  ['conditioner.embedders.1.model.', 'clipG'],
  ['conditioner.embedders.0.model.', 'by-width'],
]

/** Where files of one encoder keep it. */
const ALONE = ['', 'transformer.'] as const

/** The text encoders of a file, in the order their outputs are put together. */
export function findEncoders(file: Safetensors): FoundEncoder[] {
  const inside = INSIDE.filter(([prefix]) => tokenEmbedding(file, prefix)).map(([prefix, kind]) => ({
    prefix,
    kind: kind === 'by-width' ? kindOf(file, prefix) : kind,
  }))
  if (inside.length > 0) return inside
  const prefix = ALONE.find(prefix => tokenEmbedding(file, prefix))
  return prefix === undefined ? [] : [{ prefix, kind: kindOf(file, prefix) }]
}

/** The family whose text encoders these are: both CLIPs are SDXL's; its refiner has G alone. */
export function encoderFamily(kinds: readonly ClipKind[]): Family {
  if (kinds.includes('clipH')) return 'sd2'
  if (kinds.includes('clipG')) return 'sdxl'
  return kinds.includes('clipL') ? 'sd1' : 'unknown'
}

const WIDTHS: Readonly<Record<number, ClipKind>> = { 768: 'clipL', 1024: 'clipH', 1280: 'clipG' }

/** By its width; encoders of other widths by their depth, and OpenCLIP's names are never CLIP-L's. */
function kindOf(file: Safetensors, prefix: string): ClipKind {
  const byWidth = WIDTHS[tokenEmbedding(file, prefix)!.shape[1]!]
  if (byWidth) return byWidth
  const openClip = file.tensors.has(`${prefix}positional_embedding`)
  const layer = (n: number) =>
    file.tensors.has(`${prefix}text_model.encoder.layers.${n}.layer_norm1.weight`) ||
    file.tensors.has(`${prefix}transformer.resblocks.${n}.ln_1.weight`)
  if (layer(30)) return 'clipG'
  if (layer(22)) return 'clipH'
  return openClip ? 'clipG' : 'clipL'
}

const tokenEmbedding = ({ tensors }: Safetensors, prefix: string): TensorInfo | undefined =>
  tensors.get(`${prefix}text_model.embeddings.token_embedding.weight`) ??
  tensors.get(`${prefix}embeddings.token_embedding.weight`) ??
  tensors.get(`${prefix}token_embedding.weight`)
