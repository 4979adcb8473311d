/** Gradient estimation with γ = 2: each step goes along an extrapolated slope. σ space. */
import { mix, type Tensor } from '../../tensor/tensor.ts'
import { defineSampler } from '../sampler-row.ts'
import { byGuidedSteps, bySteps, type StepStart } from '../solving/by-steps.ts'
import { towardsPrompt } from '../solving/cfg-pp.ts'
import { along, slope } from '../solving/ode.ts'

const GAMMA = 2

function extrapolated() {
  let last: Tensor | undefined
  return ({ x, sigma, next, ...predicted }: StepStart) => {
    if (next === 0) return predicted.denoised
    const d = slope(x, predicted.uncond, sigma)
    const direction = last ? mix([GAMMA, d], [1 - GAMMA, last]) : d
    last = d
    return along(towardsPrompt(x, predicted), direction, sigma, next)
  }
}

const lines = ['x′ = x + (σ′ − σ)·(γ·d − (γ − 1)·d_last),  d = (x − D)/σ,  γ = 2']
const source = 'Permenter & Yuan 2023, arXiv:2306.04848, section 5'

export const gradientEstimation = defineSampler({
  name: 'gradient_estimation',
  formula: { lines, source },
  noise: 'none',
  order: 1,
  make: () => bySteps(extrapolated()),
})

export const gradientEstimationCfgPp = defineSampler({
  name: 'gradient_estimation_cfg_pp',
  formula: { lines: [...lines, 'CFG++: d = (x − D_u)/σ, and the step starts from x + D − D_u'], source },
  noise: 'none',
  order: 1,
  make: () => byGuidedSteps(extrapolated()),
})
