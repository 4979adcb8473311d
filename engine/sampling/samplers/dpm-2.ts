/**
 * DPM2 — the midpoint method in ln σ, inspired by DPM-Solver-2 (Karras et al. 2022, arXiv:2206.00364, algorithm 2; Lu et
 * al. 2022, arXiv:2206.00927; as in k-diffusion). σ space; two evaluations a step, one on the last.
 *
 *   σ_m = √(σ·σ_down),   x_m = x + (σ_m − σ)·d(x; σ),   x′ = x + (σ_down − σ)·d(x_m; σ_m) + σ_up·z
 *
 * Plain DPM2 has η = 0: σ_down = σ′, no noise.
 */
import { mix } from '../../tensor/tensor.ts'
import { eachStep, type Sampler } from '../sampler.ts'
import { type AncestralOptions, ancestralStep } from './ancestral-step.ts'
import { along, eulerStep, slope } from './ode.ts'

export const dpm2Ancestral =
  ({ eta = 1, noiseScale = 1 }: AncestralOptions = {}): Sampler =>
  async (denoise, x, noise, options) => {
    for (const { step, of, sigma, next } of eachStep(options)) {
      const denoised = await denoise(x, sigma)
      options.onStep({ step, of, x, denoised, sigma })
      const { down, up } = ancestralStep(sigma, next, eta)
      if (down === 0) {
        x = eulerStep(x, denoised, sigma, 0)
        continue
      }
      const middle = Math.sqrt(sigma * down)
      const xMiddle = eulerStep(x, denoised, sigma, middle)
      x = along(x, slope(xMiddle, await denoise(xMiddle, middle), middle), sigma, down)
      if (up > 0) x = mix([1, x], [noiseScale * up, noise(sigma, next)])
    }
    return x
  }

export const dpm2: Sampler = dpm2Ancestral({ eta: 0 })
