/** Gradient estimation with γ = 2: each step goes along an extrapolated slope. σ space. */
import { mix, type Tensor } from '../../tensor/tensor.ts'
import { eachStep, type Sampler } from '../sampler.ts'
import { defineSampler } from '../sampler-row.ts'
import { towardsPrompt, withoutUncond } from '../solving/cfg-pp.ts'
import { along, slope } from '../solving/ode.ts'

const GAMMA = 2

const extrapolated: Sampler = async ({ guided }, x, _noise, options) => {
  let last: Tensor | undefined
  for (const { step, of, sigma, next } of eachStep(options)) {
    const predicted = await guided(x, sigma)
    const { denoised, uncond } = predicted
    options.onStep({ step, of, x, denoised, sigma })
    if (next === 0) return denoised
    const d = slope(x, uncond, sigma)
    x = along(towardsPrompt(x, predicted), last ? mix([GAMMA, d], [1 - GAMMA, last]) : d, sigma, next)
    last = d
  }
  return x
}

const lines = ['x′ = x + (σ′ − σ)·(γ·d − (γ − 1)·d_last),  d = (x − D)/σ,  γ = 2']
const source = 'Permenter & Yuan 2023, arXiv:2306.04848, section 5'

export const gradientEstimation = defineSampler({
  name: 'gradient_estimation',
  formula: { lines, source },
  noise: 'none',
  order: 1,
  make: () => withoutUncond(extrapolated),
})

export const gradientEstimationCfgPp = defineSampler({
  name: 'gradient_estimation_cfg_pp',
  formula: { lines: [...lines, 'CFG++: d = (x − D_u)/σ, and the step starts from x + D − D_u'], source },
  noise: 'none',
  order: 1,
  make: () => extrapolated,
})
