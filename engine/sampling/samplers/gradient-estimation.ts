/**
 * Gradient estimation — Permenter & Yuan 2023, arXiv:2306.04848, section 5, γ = 2. σ space.
 *
 *   x′ = x + (σ′ − σ)·(γ·d − (γ − 1)·d_last)
 */
import { mix, type Tensor } from '../../tensor/tensor.ts'
import { eachStep, type Sampler } from '../sampler.ts'
import { slope } from './ode.ts'

const GAMMA = 2

export const gradientEstimation: Sampler = async (denoise, x, _noise, options) => {
  let last: Tensor | undefined
  for (const { step, of, sigma, next } of eachStep(options)) {
    const denoised = await denoise(x, sigma)
    options.onStep({ step, of, x, denoised, sigma })
    if (next === 0) return denoised
    const d = slope(x, denoised, sigma)
    const move = next - sigma
    x = last ? mix([1, x], [GAMMA * move, d], [(1 - GAMMA) * move, last]) : mix([1, x], [move, d])
    last = d
  }
  return x
}
