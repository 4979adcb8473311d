import { Value } from '../onnx/value.ts'
import type { Weights } from '../onnx/weights.ts'
import { sizeOf } from '../tensor/tensor.ts'

/**
 * A layer of several experts, as github.com/segmind/segmoe computes it (segmoe/main.py, SparseMoeBlock):
 *
 *   L = X·Gᵀ,  P = the k experts of the largest Σ_rows L
 *   w = softmax(L over P) for each row,  y = Σ_P w_e·expert_e(X)
 *
 * X all tokens of the batch · G the gate, a row for each expert
 */

/** How layers with several experts choose among them. */
export interface Routing {
  /** k, how many experts act in a layer, [1]; without it one. */
  readonly count?: Value
  /** Called with the shares of a layer's experts, the means of w over all tokens, [1, E]. */
  chosen?(layer: string, shares: Value): void
  /** Called with what a layer reads that experts may replace, [N, L, C]. */
  reads?(layer: string, x: Value): void
}

/** A layer, or the mixture of experts that the file has in its place. */
export function layerOrMixture(
  w: Weights,
  x: Value,
  layer: (w: Weights, x: Value) => Value,
  routing: Routing = {},
): Value {
  routing.reads?.(w.path, x)
  return w.has('gate') ? mixture(w, x, layer, routing) : layer(w, x)
}

/**
 * A mixture of experts. They are chosen once for the whole batch; only their weights differ from token
 * to token. Where the graph has conditions, experts that were not chosen are neither computed nor read from their file.
 *
 * @param x  [N, L, C]
 * @returns  [N, L, C′]
 */
function mixture(w: Weights, x: Value, layer: (w: Weights, x: Value) => Value, { count, chosen }: Routing): Value {
  const { graph } = x
  const { picked, shares } = graph.sensitively(() => choose(w, x, count))
  chosen?.(w.path, shares.sum([0]).mul(1 / shares.dims[0]!))
  const experts = w.at('experts').list()
  const sum = experts.reduce<Value | undefined>((before, expert, i) => {
    const share = shares.slice(1, i, i + 1).reshape([...x.dims.slice(0, -1), 1])
    const withThis = () => {
      const y = layer(expert, x).mul(share)
      return before ? before.add(y) : y
    }
    if (!graph.conditions) return withThis()
    let y: Value | undefined
    const isPicked = picked.slice(1, i, i + 1).reshape([1])
    return isPicked.either(
      () => (y = withThis()),
      () => before ?? Value.constant(graph, [0], []).expanded(y!.dims, y!.type),
    )
  }, undefined)
  return sum!
}

/** Which experts act, [1, E] of ones and zeros, and their weights, [rows, E]. */
function choose(w: Weights, x: Value, count = Value.constant(x.graph, [1], [1])) {
  const width = x.dims.at(-1)!
  const gate = w.value('gate.weight', 'float32')
  const tokens = x.in('float32').reshape([sizeOf(x.dims) / width, width])
  const logits = tokens.matmul(gate.transpose([1, 0]))
  const picked = largest(logits.sum([0]), count)
  return { picked, shares: logits.add(picked.sub(1).mul(1e30)).softmax() }
}

/** 1 for the `count` largest of the scores [1, E], of equal ones the first, else 0. */
function largest(scores: Value, count: Value): Value {
  const n = scores.dims[1]!
  const [others, own] = [scores.reshape([n, 1]), scores]
  const order = others.sub(own).sign()
  const isEarlier = Float32Array.from({ length: n * n }, (_, i) => Number(Math.floor(i / n) < i % n))
  const ties = Value.constant(scores.graph, isEarlier, [n, n]).mul(order.mul(order).mul(-1).add(1))
  const rank = order.relu().add(ties).sum([0])
  return count.reshape([1, 1]).sub(rank).sign().relu()
}
