import type { Value } from '../../onnx/value.ts'
import type { Weights } from '../../onnx/weights.ts'
import { type ClipLayerShape, clipLayer } from './clip-layer.ts'

/**
 * CLIP's text encoder as an ONNX graph — Radford et al. 2021, arXiv:2103.00020, §2.4; the layout is Hugging Face's.
 *
 *     ids ─ token_embedding + position_embedding ─ encoder.layers (causal) ─┬─ (final_layer_norm) ─▶ hidden [N, 77, D]
 *                                        all layers, final_layer_norm, end ─┴─ text_projection ────▶ pooled [N, D′]
 *
 * Vectors from textual-inversion files take the place of single tokens: there `keep` is 0 and `vectors` holds them.
 */
export interface ClipTextInputs {
  /** [N, 77], whole numbers */
  readonly ids: Value
  /** [N, 77, 1]: 1 where the id's own embedding is used, 0 where a vector replaces it */
  readonly keep: Value
  /** [N, 77, D]: replacing vectors, zero elsewhere */
  readonly vectors: Value
}

export interface ClipTextShape extends Omit<ClipLayerShape, 'causal'> {
  /** How many layers to skip at the end: 0 for the last hidden state, 1 for "clip skip 2". */
  readonly skip: number
}

export interface ClipTextOutputs {
  /** The result of the layers that are not skipped, not normalised, [N, 77, D] */
  readonly hidden: Value
  /** The same, normalised as the encoder normalises its last layer. */
  normalised(): Value
  /** The vector of the whole text: all layers, normalised, at the end token `end` (int64, [1]), projected. @returns [1, D′] */
  pooled(end: Value): Value
  /** The same before it is projected. @returns [1, D] */
  whole(end: Value): Value
}

export function clipText(
  w: Weights,
  inputs: ClipTextInputs,
  { heads, skip, activation }: ClipTextShape,
): ClipTextOutputs {
  const layers = w.at('encoder.layers').list()
  const through = (part: readonly Weights[], h: Value) =>
    part.reduce((h, layer) => clipLayer(layer, h, { heads, activation, causal: true }), h)
  const kept = Math.max(layers.length - skip, 0)
  const hidden = through(layers.slice(0, kept), embed(w.at('embeddings'), inputs))
  const normalise = (h: Value) => h.layerNorm(w.at('final_layer_norm'))
  const whole = (end: Value) => normalise(through(layers.slice(kept), hidden)).pick(1, end)
  return {
    hidden,
    normalised: () => normalise(hidden),
    whole,
    pooled: end => whole(end).linear(w.at('text_projection')),
  }
}

function embed(w: Weights, { ids, keep, vectors }: ClipTextInputs): Value {
  const tokens = ids.lookUp(w.value('token_embedding.weight')).mul(keep).add(vectors)
  return tokens.add(w.value('position_embedding.weight'))
}
