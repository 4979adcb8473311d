/**
 * DEIS, tAB of order 3. σ space; the weights are integrals over t of the variance-preserving process whose σ runs from 0.002
 * to 80.
 */
import { mix, type Tensor } from '../../tensor/tensor.ts'
import { defineSampler } from '../sampler-row.ts'
import { bySteps } from '../solving/by-steps.ts'
import { eulerStep, slope } from '../solving/ode.ts'

const { exp, fround, log, sqrt } = Math

const ORDER = 3
/** The argument of the first logarithm is so near 1 that its rounding to float32 matters; the reference rounds it. */
const [LOG_MIN, LOG_MAX, EPSILON] = [log(fround(1 + fround(0.002 ** 2))), log(6401), 1e-3]
const BETA_D = (2 * (LOG_MIN / EPSILON - LOG_MAX)) / (EPSILON - 1)
const BETA_MIN = LOG_MAX - 0.5 * BETA_D

const timeOf = (sigma: number) => (sqrt(BETA_MIN ** 2 + 2 * BETA_D * log(sigma ** 2 + 1)) - BETA_MIN) / BETA_D

function integrand(tau: number): number {
  const alpha = exp(-0.5 * BETA_D * tau ** 2 - BETA_MIN * tau)
  return (0.5 * (BETA_D * tau + BETA_MIN)) / sqrt(alpha * (1 - alpha))
}

/** C_j for every j, as the mean of 10,000 values, ends included; `past` holds t_i, t_{i−1} … */
function coefficients(past: readonly number[], next: number): number[] {
  const N = 10_000
  const from = past[0]!
  const sums = past.map(() => 0)
  for (let n = 0; n < N; n++) {
    const tau = from + (n * (next - from)) / (N - 1)
    const value = integrand(tau)
    for (const [j, own] of past.entries()) {
      let product = value
      for (const [k, other] of past.entries()) if (k !== j) product *= (tau - other) / (own - other)
      sums[j]! += product
    }
  }
  return sums.map(sum => (sum * (next - from)) / N)
}

export const deis = defineSampler({
  name: 'deis',
  formula: {
    lines: [
      'x′ = x + Σ_j C_j·d_{i−j},  d = (x − D)/σ',
      'C_j = ∫ ½(β_d·τ + β_min)/√(α(1 − α)) · Π_{k≠j} (τ − t_{i−k})/(t_{i−j} − t_{i−k}) dτ  from t to t′',
      'α(τ) = e^(−½β_d·τ² − β_min·τ),  t(σ) = (√(β_min² + 2β_d·ln(σ² + 1)) − β_min)/β_d',
    ],
    source: 'Zhang & Chen 2022, arXiv:2204.13902, eq. 14, by zju-pi/diff-sampler (Apache 2.0)',
  },
  noise: 'none',
  // Order 3, after a first step of order 1 whose error remains.
  order: 2,
  make: () => {
    let slopes: Tensor[] = []
    let past: number[] = []
    return bySteps(({ x, denoised, sigma, next }) => {
      slopes = [slope(x, denoised, sigma), ...slopes].slice(0, ORDER)
      past = [timeOf(sigma), ...past].slice(0, ORDER)
      if (slopes.length === 1 || next === 0) return eulerStep(x, denoised, sigma, next)
      const c = coefficients(past, timeOf(next))
      return mix([1, x], ...slopes.map((d, j) => [c[j]!, d] as const))
    })
  },
})
