/** RES, multistep, second order, or with η > 0 ancestral noise. σ space. */
import { mix, type Tensor } from '../../tensor/tensor.ts'
import { defineSampler } from '../sampler-row.ts'
import { type AncestralOptions, ancestralOptions, ancestralStep } from '../solving/ancestral-step.ts'
import { byGuidedSteps, bySteps, type StepStart } from '../solving/by-steps.ts'
import { renoise, towardsPrompt } from '../solving/cfg-pp.ts'

const { exp, expm1, log } = Math

function multistep({ eta, noiseScale }: AncestralOptions) {
  let last: { uncond: Tensor; sigma: number; down: number } | undefined
  return ({ x, sigma, next, noise, ...predicted }: StepStart) => {
    const { uncond } = predicted
    const { down, up } = ancestralStep(sigma, next, eta)
    if (down === 0 || !last) x = renoise(x, predicted, sigma, down)
    else {
      const h = log(sigma / down)
      const c = log(last.down / last.sigma) / h
      const phi1 = expm1(-h) / -h
      const phi2 = (phi1 - 1) / -h
      const start = towardsPrompt(x, predicted)
      x = mix([exp(-h), start], [h * (phi1 - phi2 / c), uncond], [(h * phi2) / c, last.uncond])
    }
    last = { uncond, sigma, down }
    return up > 0 && next > 0 ? mix([1, x], [noiseScale * up, noise(sigma, next)]) : x
  }
}

const lines = [
  'x′ = e^(−h)·x + h·((φ₁ − φ₂/c)·D + (φ₂/c)·D_last) + σ_up·z',
  'λ = −ln σ,  h = λ_down − λ,  φ₁ = (e^(−h) − 1)/(−h),  φ₂ = (φ₁ − 1)/(−h),  c = (λ_last − λ_down,last)/h',
]
const formula = { lines, source: 'Zhang et al. 2023, arXiv:2308.02157, algorithm 2' }
const guidedFormula = {
  ...formula,
  lines: [...lines, 'CFG++: the step starts from x + D − D_u, both D in the sum are D_u'],
}
const noiseless = { eta: 0, noiseScale: 1 }

export const resMultistep = defineSampler({
  name: 'res_multistep',
  formula,
  noise: 'none',
  order: 2,
  make: () => bySteps(multistep(noiseless)),
})

export const resMultistepCfgPp = defineSampler({
  name: 'res_multistep_cfg_pp',
  formula: guidedFormula,
  noise: 'none',
  order: 2,
  make: () => byGuidedSteps(multistep(noiseless)),
})

export const resMultistepAncestral = defineSampler({
  name: 'res_multistep_ancestral',
  formula,
  options: ancestralOptions,
  noise: 'own',
  order: 2,
  make: options => bySteps(multistep(options)),
})

export const resMultistepAncestralCfgPp = defineSampler({
  name: 'res_multistep_ancestral_cfg_pp',
  formula: guidedFormula,
  options: ancestralOptions,
  noise: 'own',
  order: 2,
  make: options => byGuidedSteps(multistep(options)),
})
