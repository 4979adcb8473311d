/**
 * DPM-Solver++(2M): second order from the previous step's result — Lu et al. 2022, arXiv:2211.01095, algorithm 2.
 * σ space, h = ln σ − ln σ′, r = h_last/h.
 *
 *   D′ = (1 + 1/2r)·D − 1/2r·D_last,   x′ = (σ′/σ)·x + (1 − σ′/σ)·D′
 */
import { mix, type Tensor } from '../../tensor/tensor.ts'
import { eachStep, type Sampler } from '../sampler.ts'
import { blendStep } from './ode.ts'

export const dpmpp2m: Sampler = async (denoise, x, _noise, options) => {
  let last: { denoised: Tensor; h: number } | undefined
  for (const { step, of, sigma, next } of eachStep(options)) {
    const denoised = await denoise(x, sigma)
    options.onStep({ step, of, x, denoised, sigma })
    const h = Math.log(sigma / next)
    const weight = last && next > 0 ? h / (2 * last.h) : 0
    const extrapolated = weight && last ? mix([1 + weight, denoised], [-weight, last.denoised]) : denoised
    x = blendStep(x, extrapolated, sigma, next)
    last = { denoised, h }
  }
  return x
}
