import type { Value } from '../../onnx/value.ts'
import type { Weights } from '../../onnx/weights.ts'
import { clipLayer } from './clip-layer.ts'

/**
 * The style adapter — Mou et al. 2023, arXiv:2302.08453: a transformer that turns a picture, as CLIP's vision encoder sees it,
 * into a few tokens that stand behind those of a prompt.
 *
 *     x ─ style tokens behind ─ ln_pre ─ layers ─ the style tokens ─ ln_post ─ proj ─▶ [1, T, D′]
 *
 * @param x  the last layer's tokens of the vision encoder, [1, L, D]
 */
export function styleAdapter(w: Weights, x: Value): Value {
  const tokens = w.dims('style_embedding')[1]!
  const all = x.concat([w.value('style_embedding')], 1).layerNorm(w.at('pre_layrnorm'))
  const shape = { heads: 8, activation: 'quickGelu', causal: false } as const
  const y = w
    .at('encoder.layers')
    .list()
    .reduce((h, layer) => clipLayer(layer, h, shape), all)
  const last = y.slice(1, y.dims[1]! - tokens, y.dims[1]!)
  return last.layerNorm(w.at('post_layernorm')).linear(w.at('visual_projection'))
}
