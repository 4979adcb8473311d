/**
 * Euler's method — Karras et al. 2022, arXiv:2206.00364, algorithm 2 without the second-order correction. σ space.
 *
 *   σ̂ = σ + γσ with noise added   (only with churn)
 *   x′ = x + (σ′ − σ̂)·(x − D(x; σ̂))/σ̂
 */
import { mix } from '../../tensor/tensor.ts'
import { eachStep, type Sampler } from '../sampler.ts'
import { eulerStep } from './ode.ts'

/** @param churn  S_churn: how much noise is added back, over all steps; 0 is deterministic */
export const euler =
  ({ churn = 0, noiseScale = 1 } = {}): Sampler =>
  async (denoise, x, noise, options) => {
    for (const { step, of, sigma, next } of eachStep(options)) {
      const gamma = Math.min(churn / of, Math.SQRT2 - 1)
      const hat = sigma * (1 + gamma)
      if (gamma > 0) x = mix([1, x], [noiseScale * Math.sqrt(hat ** 2 - sigma ** 2), noise(sigma, next)])
      const denoised = await denoise(x, hat)
      options.onStep({ step, of, x, denoised, sigma })
      x = eulerStep(x, denoised, hat, next)
    }
    return x
  }
