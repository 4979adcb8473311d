import { Value } from '../onnx/value.ts'

/**
 * softmax(QKᵀ/√d + M)·V over `heads` heads — Vaswani et al. 2017, arXiv:1706.03762, eq. 1; M is −∞ above the diagonal where
 * a token must not see later tokens.
 *
 * One operator where the graph allows it, else several, which hold all scores in memory at once. Q is scaled before the
 * product, since QKᵀ may exceed the range of half precision (65,504), as in SD 2.1.
 *
 * @param q  [N, L, heads·d]; @param k, v  [N, L′, heads·d]
 * @returns  [N, L, heads·d]
 */
export function attention(q: Value, k: Value, v: Value, heads: number, { causal = false } = {}): Value {
  if (q.graph.fusedAttention) return q.multiHeadAttention(k, v, heads, { causal })
  const [n, length, width] = q.dims as [number, number, number]
  const split = (x: Value, perm: number[]) => x.reshape([n, x.dims[1]!, heads, width / heads]).transpose(perm)
  const scores = split(q.mul((width / heads) ** -0.5), [0, 2, 1, 3]).matmul(split(k, [0, 2, 3, 1]))
  const y = (causal ? scores.add(mask(q, length)) : scores).softmax().matmul(split(v, [0, 2, 1, 3]))
  return y.transpose([0, 2, 1, 3]).reshape([n, length, width])
}

function mask({ graph }: Value, length: number): Value {
  const values = Float32Array.from({ length: length * length }, (_, i) =>
    i % length > Math.floor(i / length) ? Number.NEGATIVE_INFINITY : 0,
  )
  return Value.constant(graph, values, [length, length])
}
