import type { Value } from '../../onnx/value.ts'
import type { Weights } from '../../onnx/weights.ts'
import { attention } from '../attention.ts'

/** What the shapes of CLIP's layers do not show; it differs between text and pictures. */
export interface ClipLayerShape {
  readonly heads: number
  readonly activation: 'quickGelu' | 'gelu'
  /** Whether a token sees only earlier tokens. */
  readonly causal: boolean
}

/** One layer of CLIP: attention, then an MLP; each around a skip — Radford et al. 2021, arXiv:2103.00020, §2.4. @returns [N, L, D] */
export function clipLayer(w: Weights, x: Value, { heads, activation, causal }: ClipLayerShape): Value {
  const h = x.layerNorm(w.at('layer_norm1'))
  const a = w.at('self_attn')
  const [q, k, v] = [h.linear(a.at('q_proj')), h.linear(a.at('k_proj')), h.linear(a.at('v_proj'))]
  x = attention(q, k, v, heads, { causal }).linear(a.at('out_proj')).add(x)
  const inner = x.layerNorm(w.at('layer_norm2')).linear(w.at('mlp.fc1'))
  return inner[activation]().linear(w.at('mlp.fc2')).add(x)
}
