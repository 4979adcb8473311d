import type { ClipKind, Family } from '../../checkpoint/family.ts'
import type { Safetensors, TensorInfo } from '../../checkpoint/files/safetensors.ts'

/** One text encoder inside a file. */
export interface FoundEncoder {
  readonly kind: ClipKind
  /** The prefix of its keys, before `text_model.`. */
  readonly prefix: string
}

/** The prefixes of encoders in checkpoints. */
const INSIDE: readonly (readonly [prefix: string, kind: ClipKind | 'by-width'])[] = [
  ['cond_stage_model.transformer.', 'clipL'],
  ['cond_stage_model.model.', 'clipH'],
  ['conditioner.embedders.0.transformer.', 'clipL'],
  ['conditioner.embedders.1.model.', 'clipG'],
  ['conditioner.embedders.0.model.', 'by-width'],
]

/** The prefixes in files of one encoder. */
const ALONE = ['', 'transformer.'] as const

/** The text encoders of a file, in the order of their joined outputs. */
export function findEncoders(file: Safetensors): FoundEncoder[] {
  const inside = INSIDE.filter(([prefix]) => tokenEmbedding(file, prefix)).map(([prefix, kind]) => ({
    prefix,
    kind: kind === 'by-width' ? kindOf(file, prefix) : kind,
  }))
  if (inside.length > 0) return inside
  const prefix = ALONE.find(prefix => tokenEmbedding(file, prefix))
  return prefix === undefined ? [] : [{ prefix, kind: kindOf(file, prefix) }]
}

/** The family of these text encoders: SDXL has both CLIPs, its refiner only CLIP-G. */
export function encoderFamily(kinds: readonly ClipKind[]): Family {
  if (kinds.includes('clipH')) return 'sd2'
  if (kinds.includes('clipG')) return 'sdxl'
  return kinds.includes('clipL') ? 'sd1' : 'unknown'
}

const WIDTHS: Readonly<Record<number, ClipKind>> = { 768: 'clipL', 1024: 'clipH', 1280: 'clipG' }

/** As the metadata says; by width; encoders of other widths by depth. CLIP-L never has OpenCLIP's names. */
function kindOf(file: Safetensors, prefix: string): ClipKind {
  const said = Object.values(WIDTHS).find(kind => kind === file.metadata['text.kind'])
  if (said) return said
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
