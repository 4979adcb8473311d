import type { Value } from '../onnx/value.ts'
import type { Weights } from '../onnx/weights.ts'
import { attention } from './attention.ts'

/**
 * The projection of an IP-Adapter — Ye et al. 2023, arXiv:2308.06721: a picture, as CLIP's vision encoder sees it, as a few
 * tokens beside those of a prompt. The keys show its kind:
 *
 *   plain       one vector ─ proj ─ T tokens ─ norm
 *   full face   each token ─ proj (linear, GELU, linear, norm)
 *   plus        T learned tokens that attend to the picture's, layer by layer (a resampler)
 *
 * @param x  [1, D] for plain; else the tokens of the encoder's second to last layer, [1, L, D]
 * @returns  [1, T, D′]
 */
export function imageTokens(w: Weights, x: Value): Value {
  if (w.has('latents')) return resampler(w, x)
  const proj = w.at('proj')
  if (proj.has('3')) return x.linear(proj.at(0)).gelu().linear(proj.at(2)).layerNorm(proj.at(3))
  const width = w.dims('norm.weight')[0]!
  const y = x.linear(proj)
  return y.reshape([1, y.dims[1]! / width, width]).layerNorm(w.at('norm'))
}

/** Flamingo's Perceiver resampler — Alayrac et al. 2022, arXiv:2204.14198, §3.1.1. */
function resampler(w: Weights, picture: Value): Value {
  const x = picture.linear(w.at('proj_in'))
  const y = w
    .at('layers')
    .list()
    .reduce((latents, layer) => {
      const h = perceive(layer.at(0), x, latents).add(latents)
      const inner = h.layerNorm(layer.at('1.0')).linear(layer.at('1.1')).gelu()
      return inner.linear(layer.at('1.3')).add(h)
    }, w.value('latents'))
  return y.linear(w.at('proj_out')).layerNorm(w.at('norm_out'))
}

const HEAD_WIDTH = 64

function perceive(w: Weights, x: Value, latents: Value): Value {
  const own = latents.layerNorm(w.at('norm2'))
  const [k, v] = x.layerNorm(w.at('norm1')).concat([own], 1).linear(w.at('to_kv')).halves()
  const q = own.linear(w.at('to_q'))
  return attention(q, k, v, q.dims[2]! / HEAD_WIDTH).linear(w.at('to_out'))
}
