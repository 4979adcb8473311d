/**
 * Steps along the probability-flow ODE that every σ-space solver follows — Karras et al. 2022, arXiv:2206.00364, eq. 1
 * with s = 1.
 *
 *   dx/dσ = (x − D(x; σ))/σ
 *
 * `slope` and `along` round to float32 after every operation, as k-diffusion's do: from σ in the thousands (zero
 * terminal SNR) down to a few, those roundings are what differs between two pictures.
 */
import { mix, type Tensor } from '../../tensor/tensor.ts'

const { fround } = Math

/** dx/dσ at x. */
export const slope = (x: Tensor, denoised: Tensor, sigma: number): Tensor => ({
  dims: x.dims,
  data: x.data.map((value, i) => fround(value - denoised.data[i]!) / sigma),
})

/** x + (σ′ − σ)·d. */
export function along(x: Tensor, d: Tensor, sigma: number, next: number): Tensor {
  const move = fround(next - sigma)
  return { dims: x.dims, data: x.data.map((value, i) => value + fround(move * d.data[i]!)) }
}

/** x moved along its slope from σ to `next`. */
export const eulerStep = (x: Tensor, denoised: Tensor, sigma: number, next: number): Tensor =>
  along(x, slope(x, denoised, sigma), sigma, next)

/** The same step as the exponential integrators write it, (σ′/σ)·x + (1 − σ′/σ)·D; at σ′ = 0 exactly D. */
export const blendStep = (x: Tensor, denoised: Tensor, sigma: number, next: number): Tensor =>
  mix([next / sigma, x], [1 - next / sigma, denoised])
