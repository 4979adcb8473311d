/**
 * CFG++ — Chung et al. 2024, arXiv:2406.08070, algorithm 2: go to the guided D, but put back the noise that the model sees
 * without the prompt. Guidance then cannot push x off the path, and cfg 1 to 2 does what 7 does elsewhere. σ space.
 *
 *   x′ = D + σ′·(x − D_u)/σ
 *
 * Any solver becomes one of CFG++ by starting its step from x + D − D_u; with D_u = D it is the plain one again.
 */
import { mix, type Tensor } from '../../tensor/tensor.ts'
import type { Guided, GuidedDenoise, Sampler } from '../sampler.ts'
import { slope } from './ode.ts'

/** x + D − D_u. */
export const towardsPrompt = (x: Tensor, { denoised, uncond }: Guided): Tensor =>
  mix([1, x], [1, denoised], [-1, uncond])

/** The step above; at σ′ = 0 exactly D. */
export const renoise = (x: Tensor, { denoised, uncond }: Guided, sigma: number, next: number): Tensor =>
  mix([1, denoised], [next, slope(x, uncond, sigma)])

/** A solver of CFG++ as the plain one: D_u = D. */
export const withoutUncond =
  (sampler: Sampler<GuidedDenoise>): Sampler =>
  (denoise, ...rest) => {
    const alike: GuidedDenoise = async (x, sigma) => {
      const denoised = await denoise(x, sigma)
      return { denoised, uncond: denoised }
    }
    return sampler(alike, ...rest)
  }
