/** Where a tensor of a text encoder is in OpenCLIP's layout. */
export interface OpenClipPlace {
  readonly name: string
  /** Several tensors are one there, one after the other: the three projections of an attention. */
  readonly part?: number
  /** Stored [in, out]. */
  readonly transposed?: true
}

/** Hugging Face's name for a part of a text encoder → OpenCLIP's: the reverse of clip-keys.ts. */
const RENAMES: readonly (readonly [from: RegExp, to: string])[] = [
  [/^embeddings\.position_embedding\.weight$/, 'positional_embedding'],
  [/^embeddings\./, ''],
  [/^final_layer_norm\./, 'ln_final.'],
  [/^encoder\.layers\.(\d+)\./, 'transformer.resblocks.$1.'],
  [/\.layer_norm([12])\./, '.ln_$1.'],
  [/\.mlp\.fc1\./, '.mlp.c_fc.'],
  [/\.mlp\.fc2\./, '.mlp.c_proj.'],
  [/\.self_attn\./, '.attn.'],
]

/** @param key  Hugging Face's: `encoder.layers.0.mlp.fc1.weight`; null for what OpenCLIP does not store */
export function openClipPlace(key: string): OpenClipPlace | null {
  if (key === 'embeddings.position_ids') return null
  if (key === 'text_projection.weight') return { name: 'text_projection', transposed: true }
  const name = RENAMES.reduce((name, [from, to]) => name.replace(from, to), key)
  const [, layer, part, kind] = /^(.+\.attn)\.([qkv])_proj\.(weight|bias)$/.exec(name) ?? []
  return layer === undefined ? { name } : { name: `${layer}.in_proj_${kind}`, part: 'qkv'.indexOf(part!) }
}
