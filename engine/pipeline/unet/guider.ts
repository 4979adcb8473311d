import type { Formula } from '../../formula.ts'
import type { Conditioning, Model } from '../types.ts'

/** The prompts of a model, and how its predictions for them are combined; plain data, like all values on wires. */
export type Guider = BasicGuider | CfgGuider | DualCfgGuider | PerpNegGuider

/** D_c alone, for models that were distilled with guidance. */
export interface BasicGuider {
  readonly kind: 'basic'
  readonly model: Model
  readonly positive: Conditioning
}

/** Classifier-free guidance (`guidance` in engine/sampling/guidance.ts). */
export interface CfgGuider {
  readonly kind: 'cfg'
  readonly model: Model
  readonly positive: Conditioning
  readonly negative: Conditioning
  /** At 1 the negative prompt is not evaluated at all. */
  readonly cfg: number
}

export const dualGuidance: Formula = {
  lines: [
    'regular: D = D_u + w₂·(D₂ − D_u) + w₁·(D₁ − D₂)',
    'nested: D = D_u + w₂·(D₂ + w₁·(D₁ − D₂) − D_u)',
    'w₁ = cfg_conds,  w₂ = cfg_cond2_negative',
  ],
  source: 'Brooks et al. 2022, arXiv:2211.09800, equation 3',
}

/** Two prompts and a negative one (`dualGuidance`). */
export interface DualCfgGuider {
  readonly kind: 'dual'
  readonly style: 'regular' | 'nested'
  readonly model: Model
  readonly first: Conditioning
  readonly second: Conditioning
  readonly negative: Conditioning
  /** w₁, of the first prompt over the second. */
  readonly cfgFirst: number
  /** w₂, of the second over the negative one. */
  readonly cfgSecond: number
}

/** `perpNegGuidance` in guidance/perp-neg.ts. */
export interface PerpNegGuider extends Omit<CfgGuider, 'kind'> {
  readonly kind: 'perp-neg'
  readonly empty: Conditioning
  readonly negScale: number
}

/** The guider with every prompt changed. */
export function withPrompts<T extends Guider>(
  guider: T,
  change: (prompt: Conditioning[number]) => Conditioning[number],
): T {
  const changed = Object.entries(guider).map(([key, value]) => [key, Array.isArray(value) ? value.map(change) : value])
  return Object.fromEntries(changed) as T
}

/** The prompts to draw, and those to avoid. */
export function promptsOf(guider: Guider): { readonly drawn: Conditioning; readonly avoided: Conditioning } {
  if (guider.kind === 'basic') return { drawn: guider.positive, avoided: [] }
  if (guider.kind === 'perp-neg') return { drawn: guider.positive, avoided: [...guider.negative, ...guider.empty] }
  if (guider.kind === 'cfg') return { drawn: guider.positive, avoided: guider.negative }
  return { drawn: [...guider.first, ...guider.second], avoided: guider.negative }
}
