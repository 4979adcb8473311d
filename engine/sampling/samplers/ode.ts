/**
 * The probability-flow ODE that every σ-space solver follows — Karras et al. 2022, arXiv:2206.00364, eq. 1 with s = 1.
 *
 *   dx/dσ = (x − D(x; σ))/σ
 */
import { mix, type Tensor } from '../../tensor/tensor.ts'

/** dx/dσ at x. */
export const slope = (x: Tensor, denoised: Tensor, sigma: number): Tensor => mix([1 / sigma, x], [-1 / sigma, denoised])

/** x moved along its slope from σ to `next`. At next = 0 this is D. */
export const eulerStep = (x: Tensor, denoised: Tensor, sigma: number, next: number): Tensor =>
  mix([next / sigma, x], [1 - next / sigma, denoised])
