/**
 * DPM-Solver-12 or -23 with steps as long as the error allows; a digital controller decides the length, as in k-diffusion.
 * σ space. Takes only the ends of the schedule. With η > 0 the solver goes to σ_down and noise leads back up to σ′, as in an
 * ancestral step.
 */
import { RangeInputError } from '../../errors.ts'
import { mix, type Tensor } from '../../tensor/tensor.ts'
import { defineSampler } from '../sampler-row.ts'
import { ancestralStep } from '../solving/ancestral-step.ts'
import { dpmStep, lastPositive } from '../solving/dpm-step.ts'
import { slope } from '../solving/ode.ts'

const { abs, atan, exp, log, max, min, sqrt } = Math

const defaults = {
  /** 2 or 3: that of the better of the two solvers. */
  order: 3,
  eta: 0,
  noiseScale: 1,
  relativeTolerance: 0.05,
  absoluteTolerance: 0.0078,
  /** In ln σ. */
  firstStep: 0.05,
  /** A step is accepted when the factor for the next one is at least this. */
  acceptance: 0.81,
  /** Weights of the controller: I of this error, P of its change, D of the change of that. */
  integral: 1,
  proportional: 0,
  derivative: 0,
}
type Options = typeof defaults

/** After this many attempts in a row that were too coarse, or did not advance, no step will ever be accepted. */
const MAX_ATTEMPTS = 20

export const dpmAdaptive = defineSampler({
  name: 'dpm_adaptive',
  formula: {
    lines: [
      'e = ‖(x_low − x_high)/max(atol, rtol·max(|x_low|, |x_last|))‖/√n',
      'f = e^(−(P + I + D)/k)·e₁^((P + 2D)/k)·e₂^(−D/k),  h ← h·(1 + arctan(f − 1))',
      'e₁, e₂: the errors of the last two steps taken;  k: the order, 1.5 with η > 0',
    ],
    source: 'Lu et al. 2022, arXiv:2206.00927, appendix C; Söderlind 2003, doi:10.1145/641876.641877',
  },
  options: defaults,
  noise: 'own',
  order: 'It chooses its own steps; its tolerances set the error.',
  make:
    settings =>
    async ({ denoise }, x, noise, { sigmas, signal, onStep }) => {
      const { order, eta, noiseScale } = settings
      const end = -log(lastPositive(sigmas))
      let [lambda, h] = [-log(sigmas[0]!), settings.firstStep]
      if (lambda === end) return denoise(x, sigmas[0]!)
      let [last, attempts] = [x, 0]
      const control = controller(eta > 0 ? 1.5 : order, settings)
      for (let step = 0; lambda < end - 1e-5; step++) {
        signal.throwIfAborted()
        const [sigma, next] = [exp(-lambda), min(end, lambda + h)]
        const { to, up } = eta > 0 ? detour(sigma, exp(-next), eta, end) : { to: next, up: 0 }
        const denoised = await denoise(x, sigma)
        const solver = dpmStep(denoise, x, slope(x, denoised, sigma), lambda, to)
        const low = order === 2 ? solver.first() : await solver.second(1 / 3)
        const high = await (order === 2 ? solver.second(1 / 2) : solver.third())
        const { factor, accepted } = control(errorOf(low, high, last, settings))
        h *= factor
        if (accepted && next > lambda) {
          ;[last, lambda, attempts] = [low, next, 0]
          x = up > 0 ? mix([1, high], [noiseScale * up, noise(sigma, exp(-next))]) : high
        } else if (++attempts === MAX_ATTEMPTS) throw tooStrict(sigma)
        onStep({ step, of: max(sigmas.length - 1, step + 1), x, denoised, sigma })
      }
      return x
    },
})

/** With noise: how far down to go in −ln σ, and how much noise then leads back up to σ′. */
function detour(sigma: number, next: number, eta: number, end: number): { to: number; up: number } {
  const to = min(end, -log(ancestralStep(sigma, next, eta).down))
  return { to, up: sqrt(max(0, next ** 2 - exp(-to) ** 2)) }
}

/** e. */
function errorOf(low: Tensor, high: Tensor, last: Tensor, { relativeTolerance, absoluteTolerance }: Options): number {
  let sum = 0
  for (const [i, value] of low.data.entries()) {
    const allowed = max(absoluteTolerance, relativeTolerance * max(abs(value), abs(last.data[i]!)))
    sum += ((value - high.data[i]!) / allowed) ** 2
  }
  return sqrt(sum / low.data.length)
}

/** From a step's error: the factor for the length of the next step, and whether this step is accepted. */
function controller(k: number, { proportional: P, integral: I, derivative: D, acceptance }: Options) {
  let taken: readonly [number, number] | undefined
  return (error: number): { factor: number; accepted: boolean } => {
    const now = 1 / (error + 1e-8)
    const [one, two] = (taken ??= [now, now])
    const factor = 1 + atan(now ** ((P + I + D) / k) * one ** (-(P + 2 * D) / k) * two ** (D / k) - 1)
    const accepted = factor >= acceptance
    if (accepted) taken = [now, one]
    return { factor, accepted }
  }
}

const tooStrict = (sigma: number) =>
  new RangeInputError(
    `dpm_adaptive finds no step that is fine enough at σ = ${sigma.toPrecision(3)}. Raise rtol or atol, and keep h_init above 0 and accept_safety below 1.`,
  )
