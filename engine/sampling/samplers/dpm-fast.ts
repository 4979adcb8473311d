/**
 * DPM-Solver "fast": as many evaluations as the schedule has steps, in steps of order 3 and a lower one, even in
 * λ = −ln σ. σ space. Takes only the ends of the schedule; a single step goes to D.
 */
import { defineSampler } from '../sampler-row.ts'
import { dpmStep, dpmStepLines, lastPositive } from '../solving/dpm-step.ts'
import { slope } from '../solving/ode.ts'

const { exp, floor, log } = Math

/** The order of each step, for this number of evaluations. */
function ordersFor(evaluations: number): number[] {
  const threes = (n: number) => Array<number>(n).fill(3)
  const count = floor(evaluations / 3) + 1
  return evaluations % 3 === 0 ? [...threes(count - 2), 2, 1] : [...threes(count - 1), evaluations % 3]
}

export const dpmFast = defineSampler({
  name: 'dpm_fast',
  formula: {
    lines: dpmStepLines,
    source: 'Lu et al. 2022, arXiv:2206.00927, eq. 4.1, algorithms 1 and 2, appendix D.3',
  },
  noise: 'none',
  // Order 3, with a last step of order 1 or 2.
  order: 2,
  make:
    () =>
    async ({ denoise }, x, _noise, { sigmas, signal, onStep }) => {
      const [from, to] = [-log(sigmas[0]!), -log(lastPositive(sigmas))]
      const orders = ordersFor(sigmas.length - 1)
      const lambdaAt = (i: number) => from + (i * (to - from)) / orders.length
      for (const [i, order] of orders.entries()) {
        signal.throwIfAborted()
        const sigma = exp(-lambdaAt(i))
        const denoised = await denoise(x, sigma)
        onStep({ step: i, of: orders.length, x, denoised, sigma })
        if (to === from) return denoised
        const step = dpmStep(denoise, x, slope(x, denoised, sigma), lambdaAt(i), lambdaAt(i + 1))
        x = order === 1 ? step.first() : await (order === 2 ? step.second(1 / 2) : step.third())
      }
      return x
    },
})
