/** Euler's method. σ space. */
import { mix } from '../../tensor/tensor.ts'
import { eachStep } from '../sampler.ts'
import { defineSampler } from '../sampler-row.ts'
import { eulerStep } from '../solving/ode.ts'

export const euler = defineSampler({
  name: 'euler',
  formula: {
    lines: ['x′ = x + (σ′ − σ̂)·(x − D(x; σ̂))/σ̂', 'σ̂ = σ + γσ with noise added, only with churn'],
    source: 'Karras et al. 2022, arXiv:2206.00364, algorithm 2 without the second-order correction',
  },
  // S_churn: how much noise is added back, over all steps.
  options: { churn: 0, noiseScale: 1 },
  noise: 'continued',
  order: 1,
  make:
    ({ churn, noiseScale }) =>
    async ({ denoise }, x, noise, options) => {
      for (const { step, of, sigma, next } of eachStep(options)) {
        const gamma = Math.min(churn / of, Math.SQRT2 - 1)
        const hat = sigma * (1 + gamma)
        if (gamma > 0) x = mix([1, x], [noiseScale * Math.sqrt(hat ** 2 - sigma ** 2), noise(sigma, next)])
        const denoised = await denoise(x, hat)
        options.onStep({ step, of, x, denoised, sigma })
        x = eulerStep(x, denoised, hat, next)
      }
      return x
    },
})

/** DDIM without noise is Euler's method in σ space — Song et al. 2021, arXiv:2010.02502. */
export const ddim = defineSampler({ ...euler, name: 'ddim', keepsWithNextSeed: true })
