/**
 * Latent consistency sampling: predict the end, add noise back — Luo et al. 2023, arXiv:2310.04378, algorithm 3.
 * σ space.
 *
 *   x′ = D(x; σ) + σ′·z
 */
import { mix } from '../../tensor/tensor.ts'
import { eachStep, type Sampler } from '../sampler.ts'

export const lcm: Sampler = async (denoise, x, noise, options) => {
  for (const { step, of, sigma, next } of eachStep(options)) {
    const denoised = await denoise(x, sigma)
    options.onStep({ step, of, x, denoised, sigma })
    x = next > 0 ? mix([1, denoised], [next, noise(sigma, next)]) : denoised
  }
  return x
}
