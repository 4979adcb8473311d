/**
 * Euler's method on D guided once more: what ComfyUI's SamplerEulerCFGpp calls "alternative". σ space.
 *
 *   x′ = x + (σ′ − σ)·(x − D*)/σ,   D* = D + (D − D_u)
 */
import { mix } from '../../tensor/tensor.ts'
import { eachStep, type GuidedDenoise, type Sampler } from '../sampler.ts'
import { eulerStep } from './ode.ts'

export const eulerTwiceGuided: Sampler<GuidedDenoise> = async (denoise, x, _noise, options) => {
  for (const { step, of, sigma, next } of eachStep(options)) {
    const { denoised, uncond } = await denoise(x, sigma)
    options.onStep({ step, of, x, denoised, sigma })
    x = eulerStep(x, mix([2, denoised], [-1, uncond]), sigma, next)
  }
  return x
}
