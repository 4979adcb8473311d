/**
 * Linear multistep (Adams–Bashforth on uneven steps) — k-diffusion; Liu et al. 2022, arXiv:2202.09778, for the idea.
 * σ space.
 *
 *   x′ = x + Σ_j c_j·d_{i−j},   c_j = ∫_σ^σ′ Π_{k≠j} (τ − σ_{i−k})/(σ_{i−j} − σ_{i−k}) dτ
 */
import { mix, type Tensor } from '../../tensor/tensor.ts'
import { eachStep, type Sampler } from '../sampler.ts'
import { slope } from './ode.ts'

/** Two-point Gauss–Legendre, exact for the cubics that order 4 has. */
function integrate(f: (tau: number) => number, from: number, to: number): number {
  const [middle, half] = [(from + to) / 2, (to - from) / 2]
  return half * (f(middle - half / Math.sqrt(3)) + f(middle + half / Math.sqrt(3)))
}

/** c_j for every j; `past` holds σ_i, σ_{i−1} … */
function coefficients(past: readonly number[], next: number): number[] {
  return past.map((own, j) =>
    integrate(
      tau => past.reduce((product, other, k) => (k === j ? product : (product * (tau - other)) / (own - other)), 1),
      past[0]!,
      next,
    ),
  )
}

/** @param order  how many slopes are remembered, 1 … 4 */
export const lms =
  ({ order = 4 } = {}): Sampler =>
  async (denoise, x, _noise, options) => {
    let slopes: Tensor[] = []
    let past: number[] = []
    for (const { step, of, sigma, next } of eachStep(options)) {
      const denoised = await denoise(x, sigma)
      options.onStep({ step, of, x, denoised, sigma })
      slopes = [slope(x, denoised, sigma), ...slopes].slice(0, order)
      past = [sigma, ...past].slice(0, order)
      const c = coefficients(past, next)
      x = next === 0 ? denoised : mix([1, x], ...slopes.map((d, j) => [c[j]!, d] as const))
    }
    return x
  }
