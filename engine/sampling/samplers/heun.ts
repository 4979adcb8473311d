/**
 * Heun's method — Karras et al. 2022, arXiv:2206.00364, algorithm 1. σ space; two evaluations a step, one on the last.
 *
 *   x̃ = x + (σ′ − σ)·d(x; σ),   x′ = x + (σ′ − σ)·(d(x; σ) + d(x̃; σ′))/2
 */
import { mix } from '../../tensor/tensor.ts'
import { eachStep, type Sampler } from '../sampler.ts'
import { along, eulerStep, slope } from './ode.ts'

export const heun: Sampler = async (denoise, x, _noise, options) => {
  for (const { step, of, sigma, next } of eachStep(options)) {
    const denoised = await denoise(x, sigma)
    options.onStep({ step, of, x, denoised, sigma })
    const tried = eulerStep(x, denoised, sigma, next)
    if (next === 0) x = tried
    else {
      const there = slope(tried, await denoise(tried, next), next)
      x = along(x, mix([0.5, slope(x, denoised, sigma)], [0.5, there]), sigma, next)
    }
  }
  return x
}
