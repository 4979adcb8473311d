import type { Formula } from '../formula.ts'
import type { Clip, Merge, Model } from './types.ts'

export const scaledLayers: Formula = {
  lines: ['W ← factor·W and b ← factor·b, with the changes of the LoRAs before it'],
  source: 'ComfyUI, nodes_attention_multiply.py',
}

/** The factor of the weights and biases of all layers whose names end with this: `attn1.to_q`. */
export type LayerFactors = Readonly<Record<string, number>>

/** The model with the weights and biases of some layers multiplied, its LoRAs' changes too. */
export const scaleModel = (model: Model, factors: LayerFactors): Model => {
  const { merge: _, ...plain } = model
  return { ...model, loras: [], merge: scaling(model, { ...plain, loras: [] }, factors) }
}

/** The same of text encoders. */
export const scaleClip = (clip: Clip, factors: LayerFactors): Clip => {
  const { merge: _, ...plain } = clip
  return { ...clip, loras: [], merge: scaling(clip, { ...plain, loras: [] }, factors) }
}

/** W = factor·W₁ + 0·W₂ */
const scaling = <T>(first: T, second: T, factors: LayerFactors): Merge<T> => ({
  ...{ first, second, onlyShares: true },
  shares: Object.entries(factors).map(([layer, own]) => ({ prefix: `*.${layer}.`, own, other: 0 })),
})
