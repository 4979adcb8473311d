/**
 * Gradient estimation — Permenter & Yuan 2023, arXiv:2306.04848, section 5, γ = 2. σ space.
 *
 *   x′ = x + (σ′ − σ)·(γ·d − (γ − 1)·d_last)
 *
 * With CFG++ d = (x − D_u)/σ, and the step starts from x + D − D_u.
 */
import { mix, type Tensor } from '../../tensor/tensor.ts'
import { eachStep, type GuidedDenoise, type Sampler } from '../sampler.ts'
import { towardsPrompt } from './cfg-pp.ts'
import { along, slope } from './ode.ts'

const GAMMA = 2

export const gradientEstimation: Sampler<GuidedDenoise> = async (denoise, x, _noise, options) => {
  let last: Tensor | undefined
  for (const { step, of, sigma, next } of eachStep(options)) {
    const guided = await denoise(x, sigma)
    const { denoised, uncond } = guided
    options.onStep({ step, of, x, denoised, sigma })
    if (next === 0) return denoised
    const d = slope(x, uncond, sigma)
    x = along(towardsPrompt(x, guided), last ? mix([GAMMA, d], [1 - GAMMA, last]) : d, sigma, next)
    last = d
  }
  return x
}
