/**
 * Ancestral Euler — k-diffusion (Crowson 2022): an Euler step to σ_down, then fresh noise up to σ′. σ space.
 *
 *   x′ = x + (σ_down − σ)·(x − D)/σ + σ_up·z
 */
import { mix } from '../../tensor/tensor.ts'
import { eachStep, type Sampler } from '../sampler.ts'
import { type AncestralOptions, ancestralStep } from './ancestral-step.ts'
import { eulerStep } from './ode.ts'

export const eulerAncestral =
  ({ eta = 1, noiseScale = 1 }: AncestralOptions = {}): Sampler =>
  async (denoise, x, noise, options) => {
    for (const { step, of, sigma, next } of eachStep(options)) {
      const denoised = await denoise(x, sigma)
      options.onStep({ step, of, x, denoised, sigma })
      const { down, up } = ancestralStep(sigma, next, eta)
      if (down === 0) x = denoised
      else x = mix([1, eulerStep(x, denoised, sigma, down)], [noiseScale * up, noise(sigma, next)])
    }
    return x
  }
