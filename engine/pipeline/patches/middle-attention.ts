import {
  firstHalf,
  type Heads,
  type Residuals,
  type TransformerPlace,
  type UnetHooks,
  type UnetInputs,
} from '../../networks/unet.ts'
import { Value } from '../../onnx/value.ts'
import type { Weights } from '../../onnx/weights.ts'

/** The self-attention of the middle block is V: each pixel attends to itself — Ahn et al. 2024, arXiv:2403.17377, eq. 12. */
export const perturbed: NonNullable<UnetHooks['attention']> = (_q, _k, v, _heads, { part }) =>
  part === 'middle' ? v : undefined

/**
 * What the first transformer of the middle block attends to: the mean over heads, summed over all queries — Hong et al. 2022,
 * arXiv:2210.00939, eq. 9. The second half of the network is not written.
 *
 * @returns [N, 1, H′, W′] of the middle block
 */
export function middleAttention(
  w: Weights,
  inputs: UnetInputs,
  heads: Heads,
  added: Residuals,
  hooks: UnetHooks,
): Value {
  let attended: Value | undefined
  const record = (q: Value, k: Value, v: Value, n: number, place: TransformerPlace) => {
    if (place.part === 'middle' && place.layer === 0) attended = attentionSums(q, k, n)
    return hooks.attention?.(q, k, v, n, place)
  }
  const { h } = firstHalf(w, inputs, heads, added, { ...hooks, attention: record })
  const [n, , height, width] = h.dims as [number, number, number, number]
  return attended!.reshape([n, 1, height, width])
}

/** Σ over queries of the mean over heads of softmax(QKᵀ/√d). @returns [N, 1, L] */
function attentionSums(q: Value, k: Value, heads: number): Value {
  const [n, length, width] = q.dims as [number, number, number]
  const split = (x: Value, perm: number[]) => x.reshape([n, length, heads, width / heads]).transpose(perm)
  const scores = split(q.mul((width / heads) ** -0.5), [0, 2, 1, 3])
    .matmul(split(k, [0, 2, 3, 1]))
    .softmax()
  const weights = new Float32Array(heads * length).fill(1 / heads)
  const rows = Value.constant(q.graph, weights, [1, heads * length])
  const flat = scores.reshape([n, heads * length, length]).transpose([0, 2, 1])
  return flat.matmul(rows.transpose([1, 0])).reshape([n, 1, length])
}
