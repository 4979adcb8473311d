/**
 * DPM-Solver++(2S), single step, with ancestral noise — Lu et al. 2022, arXiv:2211.01095, algorithm 1, and k-diffusion.
 * σ space; two evaluations a step, one on the last.
 *
 *   σ_s = √(σ·σ_down),   x_s = (σ_s/σ)·x + (1 − σ_s/σ)·D
 *   x′ = (σ_down/σ)·x + (1 − σ_down/σ)·D(x_s; σ_s) + σ_up·z
 */
import { mix } from '../../tensor/tensor.ts'
import { eachStep, type Sampler } from '../sampler.ts'
import { type AncestralOptions, ancestralStep } from './ancestral-step.ts'
import { blendStep } from './ode.ts'

export const dpmpp2sAncestral =
  ({ eta = 1, noiseScale = 1 }: AncestralOptions = {}): Sampler =>
  async (denoise, x, noise, options) => {
    for (const { step, of, sigma, next } of eachStep(options)) {
      const denoised = await denoise(x, sigma)
      options.onStep({ step, of, x, denoised, sigma })
      const { down, up } = ancestralStep(sigma, next, eta)
      if (down === 0) {
        x = denoised
        continue
      }
      const middle = Math.sqrt(sigma * down)
      const better = await denoise(blendStep(x, denoised, sigma, middle), middle)
      x = mix([1, blendStep(x, better, sigma, down)], [noiseScale * up, noise(sigma, next)])
    }
    return x
  }
