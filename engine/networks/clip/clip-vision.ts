import type { Value } from '../../onnx/value.ts'
import type { Weights } from '../../onnx/weights.ts'
import { type ClipLayerShape, clipLayer } from './clip-layer.ts'

/**
 * CLIP's vision encoder as an ONNX graph — Radford et al. 2021, arXiv:2103.00020, §2.4, a vision transformer
 * (Dosovitskiy et al. 2020, arXiv:2010.11929); the layout is Hugging Face's.
 *
 *     x ─ patches ─ class token before ─ + position_embedding ─ pre_layrnorm ─ encoder.layers ─┬──▶ last [1, L, D]
 *                                                            all layers but one ───────────────│──▶ penultimate [1, L, D]
 *                                          class token ─ post_layernorm ─ visual_projection ───┴──▶ embeds [1, D′]
 */
export interface ClipVisionOutputs {
  /** [1, L, D], L = patches + 1; not normalised */
  readonly last: Value
  /** [1, L, D]; not normalised */
  readonly penultimate: Value
  /** The vector of the whole picture, [1, D′] */
  readonly embeds: Value
}

/** @param x  [1, 3, H, W], each channel of zero mean and unit variance over all pictures */
export function clipVision(w: Weights, x: Value, shape: Omit<ClipLayerShape, 'causal'>): ClipVisionOutputs {
  const layers = w.at('encoder.layers').list()
  const through = (part: readonly Weights[], h: Value) =>
    part.reduce((h, layer) => clipLayer(layer, h, { ...shape, causal: false }), h)
  const tokens = embed(w.at('embeddings'), x).layerNorm(w.at('pre_layrnorm'))
  const penultimate = through(layers.slice(0, -1), tokens)
  const last = through(layers.slice(-1), penultimate)
  const first = last.slice(1, 0, 1).reshape([1, last.dims[2]!])
  const embeds = first.layerNorm(w.at('post_layernorm')).linear(w.at('visual_projection'))
  return { last, penultimate, embeds }
}

/** Every patch is one token; the first token stands for the whole picture. @returns [1, L, D] */
function embed(w: Weights, x: Value): Value {
  const [, , patch] = w.dims('patch_embedding.weight') as [number, number, number]
  const patches = x.conv2d(w.at('patch_embedding'), { stride: patch }).toTokens()
  const whole = w.value('class_embedding').reshape([1, 1, patches.dims[2]!])
  return whole.concat([patches], 1).add(w.value('position_embedding.weight'))
}
