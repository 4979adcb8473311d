import { CheckpointError } from '../../errors.ts'
import type { Safetensors, TensorInfo, Tensors } from '../files/safetensors.ts'

/** OpenCLIP's name for a part of a text or vision encoder → Hugging Face's. */
const RENAMES: readonly (readonly [from: RegExp, to: string])[] = [
  [/^positional_embedding$/, 'embeddings.position_embedding.weight'],
  [/^token_embedding\./, 'embeddings.token_embedding.'],
  [/^ln_final\./, 'final_layer_norm.'],
  [/^class_embedding$/, 'embeddings.class_embedding'],
  [/^conv1\./, 'embeddings.patch_embedding.'],
  [/^ln_pre\./, 'pre_layrnorm.'],
  [/^ln_post\./, 'post_layernorm.'],
  [/^transformer\.resblocks\.(\d+)\./, 'encoder.layers.$1.'],
  [/\.ln_([12])\./, '.layer_norm$1.'],
  [/\.mlp\.c_fc\./, '.mlp.fc1.'],
  [/\.mlp\.c_proj\./, '.mlp.fc2.'],
  [/\.attn\.out_proj\./, '.self_attn.out_proj.'],
]

/** Stored [in, out] by OpenCLIP, and [out, in] by Hugging Face. */
const PROJECTIONS: Readonly<Record<string, string>> = {
  text_projection: 'text_projection.weight',
  proj: 'visual_projection.weight',
}

/** OpenCLIP stores the three projections of an attention in one tensor, one after the other. */
const FUSED = /^(encoder\.layers\.\d+)\.attn\.in_proj_(weight|bias)$/

/**
 * A CLIP text encoder's tensors under Hugging Face's names (`encoder.layers.0.mlp.fc1.weight`), whether the file uses
 * those, with or without `text_model.`, or OpenCLIP's.
 *
 * @param prefix  what the encoder's keys start with in this file, before `text_model.`
 */
export function textTensors(file: Safetensors, prefix: string): Tensors {
  return encoderTensors(file, prefix, /^text_model\./)
}

/**
 * The same for CLIP's vision encoder (`encoder.layers.0.mlp.fc1.weight`, `embeddings.patch_embedding.weight`), with its
 * projection, which Hugging Face stores outside of it.
 *
 * @param prefix  what its keys start with, before `vision_model.`
 */
export function visionTensors(file: Safetensors, prefix: string): Tensors {
  const projection = file.tensors.get(`${prefix}visual_projection.weight`)
  const isHuggingFace = [...file.tensors.keys()].some(key => key.startsWith(`${prefix}vision_model.`))
  const tensors = encoderTensors(file, isHuggingFace ? `${prefix}vision_model.` : prefix)
  return projection ? new Map([...tensors, ['visual_projection.weight', projection]]) : tensors
}

/** The same for the style adapter of T2I-Adapter, which is built of OpenCLIP's blocks. */
export function styleTensors(file: Safetensors): Tensors {
  const renamed = [...file.tensors].map(
    ([key, info]) => [key.replace(/^transformer_layes\./, 'transformer.resblocks.'), info] as const,
  )
  return encoderTensors({ ...file, tensors: new Map(renamed) }, '')
}

/** @param inner  a prefix that Hugging Face's names may have in the file; it is removed */
function encoderTensors({ tensors }: Safetensors, prefix: string, inner = /^/): Tensors {
  const own = [...tensors].flatMap(([key, info]) =>
    key.startsWith(prefix) ? named(key.slice(prefix.length).replace(inner, ''), info) : [],
  )
  return new Map(own)
}

function named(key: string, info: TensorInfo): (readonly [string, TensorInfo])[] {
  const name = RENAMES.reduce((name, [from, to]) => name.replace(from, to), key)
  const projection = PROJECTIONS[name]
  if (projection) return [[projection, transposed(info)]]
  const [, layer, kind] = FUSED.exec(name) ?? []
  if (layer === undefined) return [[name, info]]
  return ['q_proj', 'k_proj', 'v_proj'].map(
    (part, i) => [`${layer}.self_attn.${part}.${kind}`, third(info, i)] as const,
  )
}

/** A matrix [a, b] as [b, a]. */
function transposed({ shape, order = [0, 1], ...info }: TensorInfo): TensorInfo {
  return { ...info, shape: shape.toReversed(), order: order.map(axis => 1 - axis) }
}

/** The first, second or third third of a tensor's rows. */
function third(info: TensorInfo, which: number): TensorInfo {
  if (info.order && info.order[0] !== 0)
    throw new CheckpointError(
      'not-pytorch',
      info.path,
      `${info.path}: ${info.name} is not stored by rows; convert the file`,
    )
  const [rows = 0, ...rest] = info.shape
  const length = info.length / 3
  return { ...info, shape: [rows / 3, ...rest], offset: info.offset + which * length, length }
}
