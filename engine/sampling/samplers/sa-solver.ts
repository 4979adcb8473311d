/**
 * SA-Solver: stochastic Adams, predictor and corrector, data prediction; PECE evaluates again after the corrector. σ space.
 * Noise is added between the noise levels `from` and `to`.
 */
import { mix, type Tensor } from '../../tensor/tensor.ts'
import type { ModelSampling } from '../model-sampling.ts'
import { eachStep, type Sampler } from '../sampler.ts'
import { defineSampler } from '../sampler-row.ts'
import { solve } from '../solving/linear-solve.ts'
import { scaledLevel } from '../solving/scaled-flow.ts'

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

const defaults = {
  /** τ. */
  eta: 1,
  noiseScale: 1,
  /** Of the predictor. */
  order: 3,
  /** Of the corrector. 0 turns it off. */
  correctorOrder: 4,
  /** Second-order steps as in the paper's own code. */
  simpleOrder2: false,
  /** σ above which no noise is added, and σ below which none is. Absent: the middle 60 % of the timesteps. */
  from: undefined as number | undefined,
  to: undefined as number | undefined,
}
type Options = typeof defaults

/** x at σ′ from x at σ, the D that are used, and the noise that is added. */
function move(x: Tensor, used: readonly Evaluation[], { sigma, next, tau, added, simple }: Move): Tensor {
  const b = (simple && used.length === 2 ? simpleWeights : weights)(used, -log(sigma), -log(next), tau)
  const sum = used.map((evaluation, k) => [b[k]!, evaluation.denoised] as const)
  const kept = (next / sigma) * exp(-(tau ** 2) * log(sigma / next))
  return mix([kept, x], ...sum, ...(added ? [[1, added] as const] : []))
}

interface Move {
  readonly sigma: number
  readonly next: number
  readonly tau: number
  readonly added: Tensor | undefined
  readonly simple: boolean
}

const adams =
  (settings: Options, { percentToSigma, isFlow }: ModelSampling, { pece }: { pece: boolean }): Sampler =>
  async ({ denoise }, x, noise, options) => {
    const { eta, noiseScale, order, correctorOrder, simpleOrder2: simple } = settings
    const level = isFlow ? scaledLevel : (sigma: number) => sigma
    const from = level(settings.from ?? percentToSigma(0.2))
    const to = level(settings.to ?? percentToSigma(0.8))
    const endsAtZero = options.sigmas.at(-1) === 0
    let predicted = x
    let past: Evaluation[] = []
    let last: Omit<Move, 'next'> | undefined
    for (const { step, of, sigma, next } of eachStep(options)) {
      let denoised = await denoise(predicted, sigma)
      options.onStep({ step, of, x: predicted, denoised, sigma })
      past = [{ lambda: -log(sigma), denoised }, ...past].slice(0, max(order, correctorOrder))
      const corrector = min(correctorOrder, past.length, endsAtZero ? of - step : correctorOrder)
      if (!last || corrector === 0 || (next === 0 && !pece)) x = predicted
      else {
        x = move(x, past.slice(0, corrector), { ...last, next: sigma })
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
      last = { sigma, tau, added, simple }
      predicted = move(x, past.slice(0, predictor), { ...last, next })
    }
    return predicted
  }

export const saSolver = defineSampler({
  name: 'sa_solver',
  formula: {
    lines: [
      'x′ = (σ′/σ)·e^(−τ²h)·x + Σ_k b_k·D_k + σ′·√(1 − e^(−2τ²h))·z',
      'b_k = m·∫ e^(m(u − λ′))·ℓ_k(u) du  from λ to λ′,  λ = −ln σ,  m = 1 + τ²',
      'ℓ_k: the Lagrange basis on the λ of the D_k;  τ = η where noise is added, else 0',
    ],
    source: 'Xue et al. 2023, arXiv:2309.05019, algorithm 1',
  },
  options: defaults,
  noise: 'own',
  // Order 3 and 4, after a first step of order 1 whose error remains.
  order: 2,
  flow: 'scaled',
  make: (options, sampling) => adams(options, sampling, { pece: false }),
})

export const saSolverPece = defineSampler({
  ...saSolver,
  name: 'sa_solver_pece',
  make: (options, sampling) => adams(options, sampling, { pece: true }),
})
