import type { Formula } from '../../formula.ts'
import { mix } from '../../tensor/tensor.ts'
import type { GuidanceStage } from './stage.ts'

export interface EpsilonScaling {
  readonly kind: 'epsilon-scaling'
  readonly factor: number
}

export const scaledEpsilon: Formula = {
  lines: ['ε ← ε/λ', 'D = x − (x − D)/λ'],
  source: 'Ning et al. 2023, arXiv:2308.15321, equation 12, with the uniform schedule',
}

/** Divides the predicted noise by a factor (`scaledEpsilon`). */
export const epsilonScaling = ({ factor }: EpsilonScaling): GuidanceStage => ({
  after: (denoised, _, { x }) => mix([1 - 1 / factor, x], [1 / factor, denoised]),
})
