/**
 * DPM-Solver-12 or -23 with steps of the length that keeps the error small — Lu et al. 2022, arXiv:2206.00927,
 * appendix C; the step length follows an integral controller as in k-diffusion (Söderlind 2003,
 * doi:10.1145/641876.641877). σ space. Takes only the ends of the schedule.
 *
 *   error = ‖(x_low − x_high)/max(a, r·max(|x_low|, |x_last|))‖/√n,   h ← h·(1 + arctan(error^(−1/order) − 1))
 */
import type { Tensor } from '../../tensor/tensor.ts'
import type { Sampler } from '../sampler.ts'
import { dpmStep, lastPositive } from './dpm-solver.ts'
import { slope } from './ode.ts'

const { abs, atan, exp, log, max, min, sqrt } = Math

export interface AdaptiveOptions {
  /** 2 or 3: that of the better of the two solvers. */
  readonly order?: number
  readonly relativeTolerance?: number
  readonly absoluteTolerance?: number
}

/** A step is taken when the factor for the next is at least this. */
const ACCEPT = 0.81
const FIRST_STEP = 0.05

export const dpmAdaptive =
  ({ order = 3, relativeTolerance = 0.05, absoluteTolerance = 0.0078 }: AdaptiveOptions = {}): Sampler =>
  async (denoise, x, _noise, { sigmas, signal, onStep }) => {
    const end = -log(lastPositive(sigmas))
    let [lambda, h] = [-log(sigmas[0]!), FIRST_STEP]
    if (lambda === end) return denoise(x, sigmas[0]!)
    let last = x
    const errorOf = (low: Tensor, high: Tensor) => {
      let sum = 0
      for (const [i, value] of low.data.entries())
        sum +=
          ((value - high.data[i]!) / max(absoluteTolerance, relativeTolerance * max(abs(value), abs(last.data[i]!)))) **
          2
      return sqrt(sum / low.data.length)
    }
    for (let step = 0; lambda < end - 1e-5; step++) {
      signal.throwIfAborted()
      const [sigma, next] = [exp(-lambda), min(end, lambda + h)]
      const denoised = await denoise(x, sigma)
      const solver = dpmStep(denoise, x, slope(x, denoised, sigma), lambda, next)
      const low = order === 2 ? solver.first() : await solver.second(1 / 3)
      const high = await (order === 2 ? solver.second(1 / 2) : solver.third())
      const factor = 1 + atan((1 / (errorOf(low, high) + 1e-8)) ** (1 / order) - 1)
      h *= factor
      if (factor >= ACCEPT) [last, x, lambda] = [low, high, next]
      onStep({ step, of: max(sigmas.length - 1, step + 1), x, denoised, sigma })
    }
    return x
  }
