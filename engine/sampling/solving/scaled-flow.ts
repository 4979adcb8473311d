/**
 * A flow in σ space: x = (1 − σ)·x₀ + σ·ε divided by 1 − σ is x₀ + σ̃·ε, and D stays the same.
 *
 *   x̃ = x/(1 − σ),   σ̃ = σ/(1 − σ),   −ln σ̃ = ln((1 − σ)/σ), half the logarithm of the signal-to-noise ratio
 *
 * Solvers that work in that logarithm sample a flow so; at σ = 1, where it is infinite, they begin at 0.01 % of the way (ComfyUI's
 * offset_first_sigma_for_snr).
 */
import { map, type Tensor } from '../../tensor/tensor.ts'
import type { ModelSampling } from '../model-sampling.ts'
import type { Sampler } from '../sampler.ts'

const { fround } = Math

/** σ̃ */
export const scaledLevel = (sigma: number): number => sigma / (1 - sigma)

const toFlow = (x: Tensor, scaled: number): Tensor => map(x, value => value / (1 + scaled))

export const scaledFlow =
  (sampler: Sampler, { percentToSigma }: ModelSampling): Sampler =>
  async ({ denoise, guided }, x, noise, options) => {
    const flow = options.sigmas.map((sigma, i) => (i === 0 && sigma >= 1 ? percentToSigma(1e-4) : sigma))
    const sigmas = flow.map(scaledLevel)
    const known = new Map(Array.from(sigmas, (scaled, i) => [scaled, flow[i]!]))
    /** σ of a level; that of a step exactly, since a Brownian path shows the last bit. */
    const back = (scaled: number) => known.get(fround(scaled)) ?? fround(scaled / (1 + scaled))
    const end = await sampler(
      {
        denoise: (x, scaled) => denoise(toFlow(x, scaled), back(scaled)),
        guided: (x, scaled) => guided(toFlow(x, scaled), back(scaled)),
      },
      map(x, value => value * (1 + sigmas[0]!)),
      (scaled, next) => noise(back(scaled), back(next)),
      {
        ...options,
        sigmas,
        onStep: step => options.onStep({ ...step, x: toFlow(step.x, step.sigma), sigma: back(step.sigma) }),
      },
    )
    return toFlow(end, sigmas.at(-1)!)
  }
