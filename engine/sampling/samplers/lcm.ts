/** Latent consistency sampling: predict the end, add noise back. σ space. */
import { mix } from '../../tensor/tensor.ts'
import { eachStep } from '../sampler.ts'
import { defineSampler } from '../sampler-row.ts'

export const lcm = defineSampler({
  name: 'lcm',
  formula: { lines: ['x′ = D(x; σ) + σ′·z'], source: 'Luo et al. 2023, arXiv:2310.04378, algorithm 3' },
  noise: 'own',
  order: 'It is made for a consistency model, whose D is a sample and not the mean of all that x may come from.',
  make:
    () =>
    async ({ denoise }, x, noise, options) => {
      for (const { step, of, sigma, next } of eachStep(options)) {
        const denoised = await denoise(x, sigma)
        options.onStep({ step, of, x, denoised, sigma })
        x = next > 0 ? mix([1, denoised], [next, noise(sigma, next)]) : denoised
      }
      return x
    },
})
