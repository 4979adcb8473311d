/**
 * Heun++: an average of the slopes at σ, σ′ and σ″ with weights that fall with σ. σ space; three evaluations a step, two on
 * the last but one, one on the last.
 */
import { mix } from '../../tensor/tensor.ts'
import { eachStep } from '../sampler.ts'
import { defineSampler } from '../sampler-row.ts'
import { along, slope } from '../solving/ode.ts'

export const heunPp2 = defineSampler({
  name: 'heunpp2',
  formula: {
    lines: [
      'x′ = x + (σ′ − σ)·((1 − w₂ − w₃)·d(x; σ) + w₂·d(x̃; σ′) + w₃·d(x̃̃; σ″)),  d = (x − D)/σ',
      'w₂ = σ′/(3σ₀),  w₃ = σ″/(3σ₀)',
      'last but one step: w₂ = σ′/(2σ₀),  w₃ = 0',
    ],
    source: 'Liu et al. 2024, arXiv:2310.11277, as in Carzit’s sd-webui-samplers-scheduler (MIT)',
  },
  noise: 'none',
  // The weights are not those of a method of order 2: they do not depend on the step length.
  order: 1,
  make:
    () =>
    async ({ denoise }, x, _noise, options) => {
      const first = options.sigmas[0]!
      for (const { step, of, sigma, next } of eachStep(options)) {
        const denoised = await denoise(x, sigma)
        options.onStep({ step, of, x, denoised, sigma })
        const d = slope(x, denoised, sigma)
        const tried = along(x, d, sigma, next)
        const left = of - 1 - step
        if (left === 0) {
          x = tried
          continue
        }
        const d2 = slope(tried, await denoise(tried, next), next)
        const w2 = next / ((left === 1 ? 2 : 3) * first)
        if (left === 1) {
          x = along(x, mix([1 - w2, d], [w2, d2]), sigma, next)
          continue
        }
        const after = options.sigmas[step + 2]!
        const further = along(tried, d2, next, after)
        const d3 = slope(further, await denoise(further, after), after)
        const w3 = after / (3 * first)
        x = along(x, mix([1 - w2 - w3, d], [w2, d2], [w3, d3]), sigma, next)
      }
      return x
    },
})
