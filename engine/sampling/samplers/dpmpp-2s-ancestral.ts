/**
 * DPM-Solver++(2S), single step, with ancestral noise — Lu et al. 2022, arXiv:2211.01095, algorithm 1, and k-diffusion.
 * σ space; two evaluations a step, one on the last.
 *
 *   σ_s = √(σ·σ_down),   x_s = (σ_s/σ)·x + (1 − σ_s/σ)·D
 *   x′ = (σ_down/σ)·x + (1 − σ_down/σ)·D(x_s; σ_s) + σ_up·z
 *
 * With CFG++ x_s starts from x + D − D_u(x; σ) and x′ from x + D − D_u(x_s; σ_s), as in ComfyUI.
 */
import { mix, type Tensor } from '../../tensor/tensor.ts'
import { eachStep, type Guided, type GuidedDenoise, type Sampler } from '../sampler.ts'
import { type AncestralOptions, ancestralStep } from './ancestral-step.ts'
import { towardsPrompt } from './cfg-pp.ts'
import { blendStep } from './ode.ts'

const singleStep =
  (start: (x: Tensor, guided: Guided) => Tensor) =>
  ({ eta = 1, noiseScale = 1 }: AncestralOptions = {}): Sampler<GuidedDenoise> =>
  async (denoise, x, noise, options) => {
    for (const { step, of, sigma, next } of eachStep(options)) {
      const { denoised, uncond } = await denoise(x, sigma)
      options.onStep({ step, of, x, denoised, sigma })
      const { down, up } = ancestralStep(sigma, next, eta)
      if (down === 0) {
        x = denoised
        continue
      }
      const middle = Math.sqrt(sigma * down)
      const better = await denoise(blendStep(start(x, { denoised, uncond }), denoised, sigma, middle), middle)
      const from = start(x, { denoised, uncond: better.uncond })
      x = mix([1, blendStep(from, better.denoised, sigma, down)], [noiseScale * up, noise(sigma, next)])
    }
    return x
  }

export const dpmpp2sAncestral = singleStep(x => x)
export const dpmpp2sAncestralCfgPp = singleStep(towardsPrompt)
