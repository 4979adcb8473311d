/**
 * iPNDM with weights for uneven steps. σ space. The c_j are those of zju-pi/diff-sampler, which are not quite
 * Adams–Bashforth's (those are `lms`): its q₃ multiplies where the derivation would divide. They are kept, since pictures
 * were made with them.
 */
import { mix, type Tensor } from '../../tensor/tensor.ts'
import { defineSampler } from '../sampler-row.ts'
import { bySteps } from '../solving/by-steps.ts'
import { slope } from '../solving/ode.ts'

/** c_0 … for as many steps as there are, newest first. */
function coefficients([h0, h1, h2, h3]: readonly (number | undefined)[]): number[] {
  if (!h0 || !h1) return [1]
  const a = h0 / h1
  const c = [1 + a / 2, -a / 2]
  if (!h2) return c
  const q2 = (1 - ((h0 / (3 * (h0 + h1))) * (h0 * (h0 + h1))) / (h1 * (h1 + h2))) / 2
  const b = h1 / h2
  const third = [c[0]! + q2, c[1]! - (1 + b) * q2, q2 * b]
  if (!h3) return third
  const q3 =
    (((1 - h0 / (3 * (h0 + h1))) / 2 + ((1 - h0 / (2 * (h0 + h1))) * h0) / (6 * (h0 + h1 + h2))) *
      (h0 * (h0 + h1) * (h0 + h1 + h2))) /
    (h1 * (h1 + h2) * (h1 + h2 + h3))
  const e = (h1 * (h1 + h2)) / (h2 * (h2 + h3))
  return [third[0]! + q3, third[1]! - (1 + b + e) * q3, third[2]! + (b + e * (1 + h2 / h3)) * q3, -q3 * e * b]
}

export const ipndmV = defineSampler({
  name: 'ipndm_v',
  formula: {
    lines: [
      'x′ = x + h₀·Σ_j c_j·d_{i−j},  d = (x − D)/σ',
      'h₀ = σ′ − σ;  c_j from h₀ and the three steps before it, h₁, h₂, h₃',
    ],
    source: 'Zhang & Chen 2022, arXiv:2204.13902, by zju-pi/diff-sampler (Apache 2.0)',
  },
  noise: 'none',
  order: 2,
  make: () => {
    let slopes: Tensor[] = []
    let moves: number[] = []
    return bySteps(({ x, denoised, sigma, next }) => {
      if (next === 0) return denoised
      slopes = [slope(x, denoised, sigma), ...slopes].slice(0, 4)
      moves = [next - sigma, ...moves].slice(0, 4)
      return mix([1, x], ...coefficients(moves).map((c, j) => [(next - sigma) * c, slopes[j]!] as const))
    })
  },
})
