/**
 * RES, multistep, second order — Zhang et al. 2023, arXiv:2308.02157, algorithm 2; with η > 0 ancestral noise. σ space,
 * λ = −ln σ, h = λ_down − λ, φ₁ = (e^(−h) − 1)/(−h), φ₂ = (φ₁ − 1)/(−h), c = (λ_last − λ_down,last)/h.
 *
 *   x′ = e^(−h)·x + h·((φ₁ − φ₂/c)·D + (φ₂/c)·D_last) + σ_up·z
 *
 * With CFG++ the step starts from x + D − D_u, and both D in the sum are D_u.
 */
import { mix, type Tensor } from '../../tensor/tensor.ts'
import { eachStep, type GuidedDenoise, type Sampler } from '../sampler.ts'
import { type AncestralOptions, ancestralStep } from './ancestral-step.ts'
import { renoise, towardsPrompt } from './cfg-pp.ts'

const { exp, expm1, log } = Math

export const resMultistep =
  ({ eta = 1, noiseScale = 1 }: AncestralOptions = {}): Sampler<GuidedDenoise> =>
  async (denoise, x, noise, options) => {
    let last: { uncond: Tensor; sigma: number; down: number } | undefined
    for (const { step, of, sigma, next } of eachStep(options)) {
      const guided = await denoise(x, sigma)
      const { denoised, uncond } = guided
      options.onStep({ step, of, x, denoised, sigma })
      const { down, up } = ancestralStep(sigma, next, eta)
      if (down === 0 || !last) x = renoise(x, guided, sigma, down)
      else {
        const h = log(sigma / down)
        const c = log(last.down / last.sigma) / h
        const phi1 = expm1(-h) / -h
        const phi2 = (phi1 - 1) / -h
        const start = towardsPrompt(x, guided)
        x = mix([exp(-h), start], [h * (phi1 - phi2 / c), uncond], [(h * phi2) / c, last.uncond])
      }
      if (up > 0 && next > 0) x = mix([1, x], [noiseScale * up, noise(sigma, next)])
      last = { uncond, sigma, down }
    }
    return x
  }
