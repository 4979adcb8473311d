import type { Tensor } from '../../tensor/tensor.ts'
import type { Chunk } from '../../text/prompt-chunks.ts'

/** How the weights of a prompt are balanced, and what a weight does to the embedding. */
export interface Weighting {
  readonly normalization: (typeof normalizations)[number]
  readonly meaning: 'comfy' | 'A1111'
}

/** In the order of ADV_CLIP_emb's widget. `mean` comes after `length`. */
export const normalizations = ['none', 'mean', 'length', 'length+mean'] as const

export const comfyWeighting: Weighting = { normalization: 'none', meaning: 'comfy' }

const { sign, sqrt } = Math

/**
 * The weights of all positions as ADV_CLIP_emb balances them: `length` weakens the weight of a piece of n tokens,
 * w ← 1 + sign(w − 1)·√(|w − 1|²/n), and `mean` moves the weights of all words so that their mean is 1.
 */
export function normalizedWeights(
  chunks: readonly Chunk[],
  normalization: Weighting['normalization'],
): readonly number[] {
  const given = chunks.flatMap(({ weights }) => weights)
  const words = chunks.flatMap(({ wordIds }) => wordIds)
  const counts = new Map<number, number>()
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  const weights = normalization.startsWith('length')
    ? given.map((w, i) => (words[i] === 0 ? 1 : 1 + sign(w - 1) * sqrt((w - 1) ** 2 / counts.get(words[i]!)!)))
    : given
  if (!normalization.endsWith('mean')) return weights
  const ofWords = weights.filter((_, i) => words[i] !== 0)
  const delta = 1 - ofWords.reduce((sum, w) => sum + w, 0) / ofWords.length
  return weights.map((w, i) => (words[i] === 0 ? w : w + delta))
}

/**
 * Applies weights as AUTOMATIC1111 does: z_j ← z_j·w_j, and then the mean of all values is restored.
 *
 * @param z        [1, 77·n, D]
 * @param weights  77·n, one a position
 */
export function weightFromZero({ dims, data }: Tensor, weights: readonly number[]): Tensor {
  const width = dims.at(-1)!
  const weighted = data.map((value, i) => value * weights[Math.floor(i / width)]!)
  const ratio = total(data) / total(weighted)
  return { dims, data: weighted.map(value => value * ratio) }
}

const total = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0)
