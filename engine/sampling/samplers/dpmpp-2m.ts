/**
 * DPM-Solver++(2M): second order from the previous step's result — Lu et al. 2022, arXiv:2211.01095, algorithm 2.
 * σ space, h = ln σ − ln σ′, r = h_last/h.
 *
 *   D′ = (1 + 1/2r)·D − 1/2r·D_last,   x′ = (σ′/σ)·x + (1 − σ′/σ)·D′
 *
 * With CFG++ the step starts from x + D − D_u, and D_u is what the past remembers.
 */
import { mix, type Tensor } from '../../tensor/tensor.ts'
import { eachStep, type GuidedDenoise, type Sampler } from '../sampler.ts'
import { towardsPrompt } from './cfg-pp.ts'
import { blendStep } from './ode.ts'

export const dpmpp2m: Sampler<GuidedDenoise> = async (denoise, x, _noise, options) => {
  let last: { uncond: Tensor; h: number } | undefined
  for (const { step, of, sigma, next } of eachStep(options)) {
    const guided = await denoise(x, sigma)
    const { denoised, uncond } = guided
    options.onStep({ step, of, x, denoised, sigma })
    const h = Math.log(sigma / next)
    const weight = last && next > 0 ? h / (2 * last.h) : 0
    const extrapolated = weight && last ? mix([1 + weight, denoised], [-weight, last.uncond]) : denoised
    x = blendStep(towardsPrompt(x, guided), extrapolated, sigma, next)
    last = { uncond, h }
  }
  return x
}
