/** Linear multistep: Adams–Bashforth on uneven steps. σ space. */
import { mix, type Tensor } from '../../tensor/tensor.ts'
import { defineSampler } from '../sampler-row.ts'
import { bySteps } from '../solving/by-steps.ts'
import { slope } from '../solving/ode.ts'

/** c_j for every j, exactly; `past` holds σ_i, σ_{i−1} … */
function coefficients(past: readonly number[], next: number): number[] {
  const [middle, half] = [(past[0]! + next) / 2, (next - past[0]!) / 2]
  const points = gaussLegendre(Math.ceil(past.length / 2))
  const basis = (own: number, tau: number) =>
    past.reduce((product, other) => (other === own ? product : (product * (tau - other)) / (own - other)), 1)
  return past.map(
    own => half * points.reduce((sum, { at, weight }) => sum + weight * basis(own, middle + half * at), 0),
  )
}

export const lms = defineSampler({
  name: 'lms',
  formula: {
    lines: [
      'x′ = x + Σ_j c_j·d_{i−j},  d = (x − D)/σ',
      'c_j = ∫ Π_{k≠j} (τ − σ_{i−k})/(σ_{i−j} − σ_{i−k}) dτ  from σ to σ′',
    ],
    source: 'k-diffusion, Crowson 2022; Liu et al. 2022, arXiv:2202.09778, for the idea',
  },
  // How many slopes are used. Above 4 the weights soon become too large.
  options: { order: 4 },
  noise: 'none',
  // Adams–Bashforth of order 4, after a first step of order 1 whose error remains.
  order: 2,
  make: ({ order }) => {
    let slopes: Tensor[] = []
    let past: number[] = []
    return bySteps(({ x, denoised, sigma, next }) => {
      slopes = [slope(x, denoised, sigma), ...slopes].slice(0, order)
      past = [sigma, ...past].slice(0, order)
      const c = coefficients(past, next)
      return next === 0 ? denoised : mix([1, x], ...slopes.map((d, j) => [c[j]!, d] as const))
    })
  },
})

interface QuadraturePoint {
  /** In (−1, 1). */
  readonly at: number
  readonly weight: number
}

/**
 * Gauss–Legendre quadrature on [−1, 1], exact for polynomials of degree 2n − 1: the zeros of P_n, found by Newton's
 * method from Tricomi's guess, with weights 2/((1 − x²)·P_n′(x)²)   DLMF 3.5.22, dlmf.nist.gov/3.5
 *
 *   (j + 1)·P_{j+1} = (2j + 1)·x·P_j − j·P_{j−1},   (x² − 1)·P_n′ = n·(x·P_n − P_{n−1})
 */
export function gaussLegendre(n: number): QuadraturePoint[] {
  return Array.from({ length: n }, (_, i) => {
    let at = Math.cos((Math.PI * (i + 0.75)) / (n + 0.5))
    let { value, slope } = legendre(n, at)
    for (let iteration = 0; iteration < 20 && Math.abs(value / slope) > 1e-16; iteration++) {
      at -= value / slope
      ;({ value, slope } = legendre(n, at))
    }
    return { at, weight: 2 / ((1 - at * at) * slope * slope) }
  })
}

/** P_n and its derivative. */
function legendre(n: number, x: number): { value: number; slope: number } {
  let [value, last] = [1, 0]
  for (let j = 0; j < n; j++) [value, last] = [((2 * j + 1) * x * value - j * last) / (j + 1), value]
  return { value, slope: (n * (x * value - last)) / (x * x - 1) }
}
