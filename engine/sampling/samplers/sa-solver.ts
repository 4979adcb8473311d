/**
 * SA-Solver: stochastic Adams, predictor and corrector — Xue et al. 2023, arXiv:2309.05019,
 * algorithm 1, data prediction; PECE evaluates again after the corrector. σ space, λ = −ln σ, m = 1 + τ².
 *
 *   x′ = (σ′/σ)·e^(−τ²h)·x + Σ_k b_k·D_k + σ′·√(1 − e^(−2τ²h))·z
 *   b_k = m·∫_λ^λ′ e^(m(u − λ′))·ℓ_k(u) du,   ℓ_k the Lagrange basis on the λ of the D_k
 *
 * τ is η between the noise levels `from` and `to`, 0 elsewhere.
 */
import { mix, type Tensor } from '../../tensor/tensor.ts'
import { eachStep, type Sampler } from '../sampler.ts'
import type { AdamsOptions } from '../sampler-spec.ts'
import type { AncestralOptions } from './ancestral-step.ts'
import { solve } from './linear-solve.ts'

const { exp, expm1, log, max, min, sqrt } = Math

interface Evaluation {
  readonly lambda: number
  readonly denoised: Tensor
}

/** b_k: from the integrals of u^p, with u counted from λ, through the transposed Vandermonde system. */
function weights(past: readonly Evaluation[], lambda: number, next: number, tau: number): number[] {
  const [m, h] = [1 + tau ** 2, next - lambda]
  let integral = 0
  const moments = past.map((_, p) => (integral = h ** p - (p === 0 ? exp(-m * h) : 0) - (p / m) * integral))
  const nodes = past.map(evaluation => evaluation.lambda - lambda)
  return solve(
    moments.map((_, p) => nodes.map(node => node ** p)),
    moments,
  )
}

/** b_k of the newest D and the one before, as the paper's code simplifies order 2 (its appendix D). */
function simpleWeights([newest, older]: readonly Evaluation[], lambda: number, next: number, tau: number): number[] {
  const [m, h] = [1 + tau ** 2, next - lambda]
  const whole = -expm1(-m * h)
  const corrects = newest!.lambda === next
  const second = corrects ? whole - (m * h) / 2 : (m * h ** 2) / 2 / (older!.lambda - lambda)
  return [whole - second, second]
}

export interface SaSolverOptions extends AncestralOptions {
  /** Of the predictor. */
  readonly order?: number
  readonly adams: AdamsOptions & { readonly from: number; readonly to: number }
}

export const saSolver =
  ({ eta = 1, noiseScale = 1, order = 3, adams }: SaSolverOptions, { pece }: { pece: boolean }): Sampler =>
  async (denoise, x, noise, options) => {
    const { from, to, correctorOrder = 4, simpleOrder2 = false } = adams
    const { sigmas } = options
    const endsAtZero = sigmas.at(-1) === 0
    let predicted = x
    let past: Evaluation[] = []
    let last: { sigma: number; tau: number; added: Tensor | undefined } | undefined
    const move = (used: readonly Evaluation[], source: number, target: number, tau: number, added?: Tensor) => {
      const h = log(source / target)
      const b = (simpleOrder2 && used.length === 2 ? simpleWeights : weights)(used, -log(source), -log(target), tau)
      const sum = used.map((evaluation, k) => [b[k]!, evaluation.denoised] as const)
      return mix([(target / source) * exp(-(tau ** 2) * h), x], ...sum, ...(added ? [[1, added] as const] : []))
    }
    for (const { step, of, sigma, next } of eachStep(options)) {
      let denoised = await denoise(predicted, sigma)
      options.onStep({ step, of, x: predicted, denoised, sigma })
      past = [{ lambda: -log(sigma), denoised }, ...past].slice(0, max(order, correctorOrder))
      const corrector = min(correctorOrder, past.length, endsAtZero ? of - step : correctorOrder)
      if (!last || corrector === 0 || (next === 0 && !pece)) x = predicted
      else {
        x = move(past.slice(0, corrector), last.sigma, sigma, last.tau, last.added)
        if (pece) {
          denoised = await denoise(x, sigma)
          past = [{ lambda: -log(sigma), denoised }, ...past.slice(1)]
        }
      }
      if (next === 0) return denoised
      const tau = from >= next && next >= to ? eta : 0
      const deviation = next * sqrt(-expm1(-2 * tau ** 2 * log(sigma / next)))
      const added = tau > 0 ? mix([noiseScale * deviation, noise(sigma, next)]) : undefined
      const predictor = min(order, past.length, endsAtZero ? of - 1 - step : order)
      predicted = move(past.slice(0, predictor), sigma, next, tau, added)
      last = { sigma, tau, added }
    }
    return predicted
  }
