/** iPNDM: Adams–Bashforth of order 4 with the weights of even steps, whatever the steps are. σ space. */
import { mix, type Tensor } from '../../tensor/tensor.ts'
import { defineSampler } from '../sampler-row.ts'
import { bySteps } from '../solving/by-steps.ts'
import { slope } from '../solving/ode.ts'

/** By how many slopes there are, newest first. */
const weights = [[1], [3 / 2, -1 / 2], [23 / 12, -16 / 12, 5 / 12], [55 / 24, -59 / 24, 37 / 24, -9 / 24]] as const

export const ipndm = defineSampler({
  name: 'ipndm',
  formula: {
    lines: [
      'x′ = x + (σ′ − σ)·(55·d_i − 59·d_{i−1} + 37·d_{i−2} − 9·d_{i−3})/24,  d = (x − D)/σ',
      'first steps: orders 1, 2, 3',
    ],
    source: 'Zhang & Chen 2022, arXiv:2204.13902 (DEIS), section 4',
  },
  noise: 'none',
  // Order 4 for even steps; uneven ones, as those of most schedules, leave order 2.
  order: 2,
  make: () => {
    let slopes: Tensor[] = []
    return bySteps(({ x, denoised, sigma, next }) => {
      slopes = [slope(x, denoised, sigma), ...slopes].slice(0, weights.length)
      const w = weights[slopes.length - 1]!
      return next === 0 ? denoised : mix([1, x], ...slopes.map((d, j) => [(next - sigma) * w[j]!, d] as const))
    })
  },
})
