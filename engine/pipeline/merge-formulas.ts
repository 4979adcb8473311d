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

export const extractedLora: Formula = {
  lines: [
    'ΔW ≈ up·down,  up = U·S,  down = Vᵀ of the largest singular values',
    'values beyond the 99th percentile are clipped',
    'error = ‖ΔW − up·down‖/‖ΔW‖, over all layers, before the clipping',
  ],
  source: 'ComfyUI, LoraSave, after github.com/kohya-ss/sd-scripts, extract_lora_from_models',
}

export const joinedLoras: Formula = {
  lines: [
    'ΔW = Σ s_j·up_j·down_j = U·S·Vᵀ,  up = U·√S,  down = √S·Vᵀ of the largest singular values',
    'error = ‖ΔW − up·down‖/‖ΔW‖ = √(Σ S_i² of those left out / Σ S_i²), over all layers',
  ],
  source: 'Eckart & Young 1936, doi:10.1007/BF02288367',
}
