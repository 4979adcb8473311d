/**
 * Ancestral Euler — k-diffusion (Crowson 2022): an Euler step to σ_down, then fresh noise up to σ′. σ space.
 *
 *   x′ = x + (σ_down − σ)·(x − D)/σ + σ_up·z
 *
 * With CFG++: x′ = D + σ_down·(x − D_u)/σ + σ_up·z, which for η = 0 is Euler's step along D_u.
 */
import { mix } from '../../tensor/tensor.ts'
import { eachStep, type GuidedDenoise, type Sampler } from '../sampler.ts'
import { type AncestralOptions, ancestralStep } from './ancestral-step.ts'
import { renoise } from './cfg-pp.ts'

export const eulerAncestral =
  ({ eta = 1, noiseScale = 1 }: AncestralOptions = {}): Sampler<GuidedDenoise> =>
  async (denoise, x, noise, options) => {
    for (const { step, of, sigma, next } of eachStep(options)) {
      const guided = await denoise(x, sigma)
      options.onStep({ step, of, x, denoised: guided.denoised, sigma })
      const { down, up } = ancestralStep(sigma, next, eta)
      x = renoise(x, guided, sigma, down)
      if (down > 0) x = mix([1, x], [noiseScale * up, noise(sigma, next)])
    }
    return x
  }
