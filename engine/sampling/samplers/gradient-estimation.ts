/**
 * Gradient estimation — Permenter & Yuan 2023, arXiv:2306.04848, section 5, γ = 2. σ space.
 *
 *   x′ = x + (σ′ − σ)·(γ·d − (γ − 1)·d_last)
 */
import { mix, type Tensor } from '../../tensor/tensor.ts'
import { eachStep, type Sampler } from '../sampler.ts'
import { along, slope } from './ode.ts'

const GAMMA = 2

export const gradientEstimation: Sampler = async (denoise, x, _noise, options) => {
  let last: Tensor | undefined
  for (const { step, of, sigma, next } of eachStep(options)) {
    const denoised = await denoise(x, sigma)
    options.onStep({ step, of, x, denoised, sigma })
    if (next === 0) return denoised
    const d = slope(x, denoised, sigma)
    x = along(x, last ? mix([GAMMA, d], [1 - GAMMA, last]) : d, sigma, next)
    last = d
  }
  return x
}
