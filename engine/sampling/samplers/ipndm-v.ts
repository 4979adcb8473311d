/**
 * iPNDM with weights for uneven steps — zju-pi/diff-sampler (Apache 2.0), after Zhang & Chen 2022, arXiv:2204.13902.
 * σ space. With h₀ = σ′ − σ and h₁, h₂, h₃ the steps before it:
 *
 *   x′ = x + h₀·Σ_j c_j·d_{i−j}
 *
 * The c_j are that program's, which are not quite Adams–Bashforth's (those are `lms`): its q₃ multiplies where the
 * derivation would divide. They are kept, for they are what pictures were made with.
 */
import { mix, type Tensor } from '../../tensor/tensor.ts'
import { eachStep, type Sampler } from '../sampler.ts'
import { slope } from './ode.ts'

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

export const ipndmV: Sampler = async (denoise, x, _noise, options) => {
  let slopes: Tensor[] = []
  let moves: number[] = []
  for (const { step, of, sigma, next } of eachStep(options)) {
    const denoised = await denoise(x, sigma)
    options.onStep({ step, of, x, denoised, sigma })
    if (next === 0) return denoised
    slopes = [slope(x, denoised, sigma), ...slopes].slice(0, 4)
    moves = [next - sigma, ...moves].slice(0, 4)
    x = mix([1, x], ...coefficients(moves).map((c, j) => [(next - sigma) * c, slopes[j]!] as const))
  }
  return x
}
