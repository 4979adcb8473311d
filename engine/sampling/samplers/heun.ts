/** Heun's method. σ space; two evaluations a step, one on the last. */
import { mix } from '../../tensor/tensor.ts'
import { defineSampler } from '../sampler-row.ts'
import { bySteps } from '../solving/by-steps.ts'
import { along, eulerStep, slope } from '../solving/ode.ts'

export const heun = defineSampler({
  name: 'heun',
  formula: {
    lines: ['x̃ = x + (σ′ − σ)·d(x; σ),  d = (x − D)/σ', 'x′ = x + (σ′ − σ)·(d(x; σ) + d(x̃; σ′))/2'],
    source: 'Karras et al. 2022, arXiv:2206.00364, algorithm 1',
  },
  noise: 'none',
  order: 2,
  make: () =>
    bySteps(async ({ x, denoised, sigma, next, evaluate }) => {
      const tried = eulerStep(x, denoised, sigma, next)
      if (next === 0) return tried
      const there = slope(tried, (await evaluate(tried, next)).denoised, next)
      return along(x, mix([0.5, slope(x, denoised, sigma)], [0.5, there]), sigma, next)
    }),
})
