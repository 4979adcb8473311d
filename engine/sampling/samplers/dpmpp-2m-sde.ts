/**
 * DPM-Solver++(2M) SDE — Lu et al. 2022, arXiv:2211.01095, in k-diffusion's stochastic form. σ space,
 * h = ln σ − ln σ′, H = (1 + η)·h, E = 1 − e^(−H), r = h_last/h.
 *
 *   x′ = (σ′/σ)·e^(−ηh)·x + E·D + c·(D − D_last)/r + σ′·√(1 − e^(−2ηh))·z
 *   c  = E/2 (midpoint)  or  1 − E/H (heun)
 */
import { mix, type Tensor } from '../../tensor/tensor.ts'
import { eachStep, type Sampler } from '../sampler.ts'
import type { AncestralOptions } from './ancestral-step.ts'

const { exp, expm1, log, sqrt } = Math

export const dpmpp2mSde =
  ({
    eta = 1,
    noiseScale = 1,
    solver = 'midpoint',
  }: AncestralOptions & { readonly solver?: 'midpoint' | 'heun' } = {}): Sampler =>
  async (denoise, x, noise, options) => {
    let last: { denoised: Tensor; h: number } | undefined
    for (const { step, of, sigma, next } of eachStep(options)) {
      const denoised = await denoise(x, sigma)
      options.onStep({ step, of, x, denoised, sigma })
      if (next === 0) return denoised
      const h = log(sigma / next)
      const H = h * (1 + eta)
      const E = -expm1(-H)
      x = mix([(next / sigma) * exp(-h * eta), x], [E, denoised])
      if (last) {
        const weight = ((solver === 'heun' ? 1 - E / H : E / 2) * h) / last.h
        x = mix([1, x], [weight, denoised], [-weight, last.denoised])
      }
      if (eta > 0) x = mix([1, x], [noiseScale * next * sqrt(-expm1(-2 * h * eta)), noise(sigma, next)])
      last = { denoised, h }
    }
    return x
  }
