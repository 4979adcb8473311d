import type { Formula } from '../../formula.ts'
import type { Queries } from '../../networks/unet.ts'
import { Value } from '../../onnx/value.ts'
import type { Draw } from '../../tensor/random/random.ts'
import type { ActivePatch } from './active-patch.ts'

export interface TokenMerging {
  readonly kind: 'token-merging'
  readonly ratio: number
}

export const tokenMerging: Formula = {
  lines: [
    'of each 2×2 tokens one, drawn at random, is a target',
    'the ratio·L others that are most like a target are merged into it: their mean',
    'self-attention of the rest, and its result copied back',
  ],
  source: 'Bolya & Hoffman 2023, arXiv:2303.17604, as ComfyUI applies it to queries',
}

/**
 * Token merging (`tokenMerging`), at the latent's full size only. The draws follow the seed, one for each attention; the graph
 * reads them as an input.
 *
 * @param draw  whole numbers of the stream that the initial noise comes from
 */
export function tokenMergingPatch(
  { ratio }: TokenMerging,
  name: string,
  { height, width }: { readonly height: number; readonly width: number },
  draw: Draw,
  attentions: number,
): ActivePatch {
  const length = height * width
  const orders = Array.from({ length: attentions }, () => targetsFirst(height, width, draw))
  const inert = Math.floor(length * ratio) <= 0 || height === 1 || width === 1
  const key = `token-merging ${ratio} ${attentions}`
  if (inert) return { key, feeds: {}, hooks: () => ({}) }
  const data = BigInt64Array.from(orders.flat(), BigInt)
  return {
    key,
    feeds: { [name]: { dims: [attentions, length], data } },
    hooks({ graph }) {
      const all = Value.input(graph, name, [attentions, length], 'int64')
      let used = 0
      return {
        selfAttention(tokens) {
          if (Math.floor(length / tokens.dims[1]!) > 1 || used === attentions) return undefined
          const order = all.slice(0, used, ++used).reshape([length])
          const targets = Math.floor(height / 2) * Math.floor(width / 2)
          return merged(tokens, order, targets, Math.floor(length * ratio))
        },
      }
    },
  }
}

/** The numbers of all tokens, the targets first, both in their order. */
function targetsFirst(height: number, width: number, draw: Draw): number[] {
  const [rows, columns] = [Math.floor(height / 2), Math.floor(width / 2)]
  const isTarget = new Set<number>()
  for (let y = 0; y < rows; y++)
    for (let x = 0; x < columns; x++) {
      const i = draw(4)
      isTarget.add((2 * y + Math.floor(i / 2)) * width + 2 * x + (i % 2))
    }
  const all = Array.from({ length: height * width }, (_, i) => i)
  return [...all.filter(i => isTarget.has(i)), ...all.filter(i => !isTarget.has(i))]
}

/** @param order  the targets' numbers, then those of the others, [L]; @param most  how many others are merged */
function merged(tokens: Value, order: Value, targets: number, most: number): Queries {
  const [n, length] = tokens.dims as [number, number, number]
  const others = length - targets
  const count = Math.min(others, most)
  const [targetsAt, othersAt] = [order.slice(0, 0, targets), order.slice(0, targets, length)]
  const unit = tokens.mul(tokens.norm([2]).reciprocal())
  const likeness = unit.take(1, othersAt).matmul(unit.take(1, targetsAt).transpose([0, 2, 1]))
  const [nearness, nearest] = likeness.top(1)
  const [, sorted] = nearness.reshape([n, others]).top(others)
  const [mergedAt, keptAt] = [sorted.slice(1, 0, count), sorted.slice(1, count, others)]
  const into = nearest.reshape([n, others]).takeAlong(mergedAt)

  const source = tokens.take(1, othersAt)
  const isInto = into.reshape([n, count, 1]).equals(Value.counting(tokens.graph, targets))
  const sums = isInto.transpose([0, 2, 1]).matmul(source.takeRows(mergedAt))
  const ones = Value.constant(tokens.graph, new Float32Array(count).fill(1), [count, 1])
  const counts = isInto.transpose([0, 2, 1]).matmul(ones)
  const means = tokens.take(1, targetsAt).add(sums).mul(counts.add(1).reciprocal())
  const places = othersAt.spread(n).takeAlong(keptAt)
  const from = places.concat([othersAt.spread(n).takeAlong(mergedAt), targetsAt.spread(n)], 1)
  return {
    queries: source.takeRows(keptAt).concat([means], 1),
    back(y) {
      const [kept, own] = [y.slice(1, 0, others - count), y.slice(1, others - count, y.dims[1]!)]
      return kept.concat([own.takeRows(into), own], 1).takeRows(from.ascending())
    },
  }
}
