import type { Value } from '../onnx/value.ts'
import type { Weights } from '../onnx/weights.ts'
import { attend, feedForward, type Heads } from './unet.ts'

/** Boxes with words, padded to a fixed number. */
export interface Grounding {
  /** The vector of each text, [1, B, D] */
  readonly words: Value
  /** Sinusoids of the corners, [1, B, 64] */
  readonly corners: Value
  /** 1 for a box, 0 for padding, [1, B, 1] */
  readonly isBox: Value
}

/** The tokens of boxes — Li et al. 2023, arXiv:2301.07093, eq. 5; padding has learned features of its own. @returns [1, B, D] */
export function groundingTokens(w: Weights, { words, corners, isBox }: Grounding): Value {
  const isPadding = isBox.mul(-1).add(1)
  const or = (value: Value, name: string) =>
    value.mul(isBox).add(w.value(name).reshape([1, 1, value.dims[2]!]).mul(isPadding))
  const features = or(words, 'null_positive_feature').concat([or(corners, 'null_position_feature')], 2)
  const [first, second, last] = [w.at('linears.0'), w.at('linears.2'), w.at('linears.4')]
  return features.linear(first).silu().linear(second).silu().linear(last)
}

/**
 * Gated self-attention over a block's tokens and those of the boxes — Li et al. 2023, arXiv:2301.07093, eq. 7:
 *
 *   x′ = x + tanh(α)·Attention(x ⊕ W·b),   x″ = x′ + tanh(β)·FF(x′)
 *
 * @param x  [N, L, C]; @param boxes  [1, B, D]
 */
export function gatedSelfAttention(w: Weights, x: Value, boxes: Value, heads: Heads): Value {
  const [n, length] = x.dims as [number, number]
  const own = boxes.linear(w.at('linear'))
  const each = n > 1 ? own.concat(Array<Value>(n - 1).fill(own), 0) : own
  const all = x.concat([each], 1).layerNorm(w.at('norm1'))
  const seen = attend(w.at('attn'), all.slice(1, 0, length), { context: all, heads, hooks: {} })
  const y = x.add(seen.mul(w.value('alpha_attn').tanh()))
  return y.add(feedForward(w.at('ff.net'), y.layerNorm(w.at('norm2'))).mul(w.value('alpha_dense').tanh()))
}
