import { Value } from '../onnx/value.ts'

/**
 * Sinusoids of a number — Vaswani et al. 2017, arXiv:1706.03762, §3.5, cosines first as Stable Diffusion has them:
 *
 *   [cos(t·f₀) … cos(t·f_{k−1}), sin(t·f₀) … sin(t·f_{k−1})],   f_i = 10000^(−i/k),   k = width / 2
 *
 * @param t  [N]
 * @returns  [N, width]
 */
export function timestepEmbedding(t: Value, width: number): Value {
  const half = width / 2
  const rates = Float32Array.from({ length: half }, (_, i) => Math.exp((-Math.log(10000) * i) / half))
  const frequencies = Value.constant(t.graph, rates, [1, half])
  const angles = t.reshape([t.dims[0]!, 1]).mul(frequencies)
  return angles.cos().concat([angles.sin()], 1)
}
