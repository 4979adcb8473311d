/**
 * CFG++: go to the guided D, but put back the noise that the model sees without the prompt. Guidance then cannot push x
 * off the path, and cfg 1 to 2 has the effect of 7 elsewhere. σ space. Any solver becomes one of CFG++ when its step starts
 * from x + D − D_u; with D_u = D it is the plain one again.
 */
import type { Formula } from '../../formula.ts'
import { mix, type Tensor } from '../../tensor/tensor.ts'
import type { Guided } from '../sampler.ts'
import { slope } from './ode.ts'

export const cfgPp: Formula = {
  lines: ['x′ = D + σ′·(x − D_u)/σ'],
  source: 'Chung et al. 2024, arXiv:2406.08070, algorithm 2',
}

/** x + D − D_u. */
export const towardsPrompt = (x: Tensor, { denoised, uncond }: Guided): Tensor =>
  mix([1, x], [1, denoised], [-1, uncond])

/** The step of `cfgPp`; at σ′ = 0 exactly D. */
export const renoise = (x: Tensor, { denoised, uncond }: Guided, sigma: number, next: number): Tensor =>
  mix([1, denoised], [next, slope(x, uncond, sigma)])
