import type { Formula } from '../formula.ts'

export const routeFormula: Formula = {
  lines: [
    'strength_e = strength·w_e,  w = softmax(sharpness·s over the k largest s)',
    's_e = cos(t − t_∅, t_e − t_∅),  t: the text encoder’s vector of a whole text',
    't_∅: that of the empty text, which all texts have in common',
  ],
  source: 'the gate of github.com/segmind/segmoe, with the text alone',
}

/**
 * How much each of several LoRAs counts for a text (`routeFormula`).
 *
 * @param of  vectors of whole texts, [D] each: of the text, of each LoRA's prompt, of the empty text
 * @param count  k
 * @returns  the shares, which add up to 1; 0 for those beyond the k most similar
 */
export function routedShares(
  of: { readonly text: Float32Array; readonly prompts: readonly Float32Array[]; readonly empty: Float32Array },
  { count, sharpness }: { readonly count: number; readonly sharpness: number },
): { readonly shares: readonly number[]; readonly similarities: readonly number[] } {
  const direction = (vector: Float32Array) => vector.map((value, i) => value - of.empty[i]!)
  const similarities = of.prompts.map(prompt => cosine(direction(of.text), direction(prompt)))
  const order = [...similarities.keys()].toSorted((a, b) => similarities[b]! - similarities[a]!)
  const chosen = new Set(order.slice(0, count))
  const most = Math.max(...similarities)
  const powers = similarities.map((s, i) => (chosen.has(i) ? Math.exp(sharpness * (s - most)) : 0))
  const sum = powers.reduce((a, b) => a + b, 0)
  return { shares: powers.map(power => power / sum), similarities }
}

/** 0 where one of the two has no length: an empty text is like no other. */
function cosine(a: Float32Array, b: Float32Array): number {
  const dot = a.reduce((sum, value, i) => sum + value * b[i]!, 0)
  return dot / Math.max(1e-12, Math.hypot(...a) * Math.hypot(...b))
}
