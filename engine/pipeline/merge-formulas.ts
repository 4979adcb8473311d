import type { Formula } from '../formula.ts'

export const weightedSum: Formula = {
  lines: ['W = ratio·W₁ + (1 − ratio)·W₂'],
  source: 'Wortsman et al. 2022, arXiv:2203.05482, section 2',
}

export const weightSum: Formula = { lines: ['W = W₁ + W₂'], source: 'ComfyUI, ModelMergeAdd' }
export const weightDifference: Formula = {
  lines: ['W = multiplier·(W₁ − W₂)'],
  source: 'Ilharco et al. 2022, arXiv:2212.04089, section 2',
}
