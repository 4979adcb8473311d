/**
 * Schedules that are a formula between two noise levels: `steps` values from σ_max down, then 0, unless their comment says
 * otherwise.
 *
 * The ones that KSampler offers are computed in float32, operation by operation, as ComfyUI does: the SDE samplers ask a
 * Brownian path for its values at these σ, and where σ differs by δ the path differs by √δ.
 */
import { RangeInputError } from '../../errors.ts'
import type { Formula } from '../../formula.ts'
import { linspace } from './linspace.ts'

const { atan, exp, expm1, fround, log, max, min, sign, sqrt, tan } = Math

/** i runs from 0 to n − 1, r from 0 to 1. */
export const sigmaFormulas = {
  karras: {
    lines: ['σᵢ = (σ_max^(1/ρ) + i/(n−1)·(σ_min^(1/ρ) − σ_max^(1/ρ)))^ρ'],
    source: 'Karras et al. 2022, arXiv:2206.00364, equation 5',
  },
  exponential: {
    lines: ['ln σᵢ = ln σ_max + i/(n−1)·(ln σ_min − ln σ_max)'],
    source: 'k-diffusion, Crowson 2022',
  },
  polyexponential: {
    lines: ['ln σᵢ = ln σ_min + (1 − rᵢ)^ρ·(ln σ_max − ln σ_min)'],
    source: 'k-diffusion, Crowson 2022',
  },
  klOptimal: {
    lines: ['σᵢ = tan(rᵢ·arctan σ_min + (1 − rᵢ)·arctan σ_max)'],
    source: 'Sabour et al. 2024, arXiv:2404.14507, equation 10',
  },
  linearQuadratic: {
    lines: ['σ/σ_max falls linearly by 0.025 over the first half of the steps, then quadratically to 0'],
    source: 'Movie Gen, Polyak et al. 2024, arXiv:2410.13720, section 3.4.2',
  },
  variancePreserving: {
    lines: ['σ(t) = √(e^(½·β_d·t² + β_min·t) − 1),  t from 1 to ε_s'],
    source: 'Song et al. 2021, arXiv:2011.13456',
  },
  laplace: {
    lines: ['ln σ(r) = μ − β·sgn(½ − r)·ln(1 − 2|½ − r|)'],
    source: 'Hang et al. 2024, arXiv:2407.03297',
  },
} satisfies Record<string, Formula>

export interface SigmaRange {
  readonly steps: number
  readonly sigmaMin: number
  readonly sigmaMax: number
}

/**
 * Even in σ^(1/ρ).
 *
 * @throws RangeInputError when ρ is 0, since there is no such root
 */
export function karras({ steps, sigmaMin, sigmaMax }: SigmaRange, rho = 7): number[] {
  if (rho <= 0) throw new RangeInputError(`rho is ${rho}, expected more than 0; Karras et al. recommend 7.`)
  const [high, low] = [sigmaMax ** (1 / rho), sigmaMin ** (1 / rho)]
  const root = (share: number) => fround(fround(high) + fround(share * fround(low - high)))
  return [...linspace(0, 1, steps).map(share => fround(root(share) ** rho)), 0]
}

/** Even in ln σ. */
export const exponential = ({ steps, sigmaMin, sigmaMax }: SigmaRange): number[] => [
  ...linspace(log(sigmaMax), log(sigmaMin), steps).map(exp),
  0,
]

/** ln σ falls as the ρth power of a ramp from 1 to 0. */
export const polyexponential = ({ steps, sigmaMin, sigmaMax }: SigmaRange, rho: number): number[] => [
  ...linspace(1, 0, steps).map(r => exp(r ** rho * (log(sigmaMax) - log(sigmaMin)) + log(sigmaMin))),
  0,
]

/**
 * Even in arctan σ. One step starts at σ_max. The angles are float32 as in ComfyUI: near π/2 (zero terminal SNR) the
 * tangent shows it.
 */
export function klOptimal({ steps, sigmaMin, sigmaMax }: SigmaRange): number[] {
  if (steps === 1) return [sigmaMax, 0]
  const [high, low] = [fround(atan(sigmaMax)), fround(atan(sigmaMin))]
  const shares = Array.from({ length: steps }, (_, i) => fround(i / (steps - 1)))
  return [...shares.map(r => tan(fround(fround(r * low) + fround(fround(1 - r) * high)))), 0]
}

export function linearQuadratic({ steps, sigmaMax }: Pick<SigmaRange, 'steps' | 'sigmaMax'>): number[] {
  if (steps === 1) return [sigmaMax, 0]
  const threshold = 0.025
  const linear = Math.floor(steps / 2)
  const rest = steps - linear
  const difference = linear - threshold * steps
  const q = difference / (linear * rest ** 2)
  const l = threshold / linear - (2 * difference) / rest ** 2
  const c = q * linear ** 2
  const done = Array.from({ length: steps }, (_, i) => (i < linear ? (i * threshold) / linear : q * i * i + l * i + c))
  return [...done, 1].map(share => fround(fround(1 - share) * sigmaMax))
}

/** σ of the continuous variance-preserving process at even times from 1 to `epsS`. */
export const variancePreserving = (
  steps: number,
  { betaD, betaMin, epsS }: { betaD: number; betaMin: number; epsS: number },
): number[] => [...linspace(1, epsS, steps).map(t => sqrt(expm1((betaD * t * t) / 2 + betaMin * t))), 0]

/** Quantiles of a Laplace distribution of ln σ. Ends at σ_min, not at 0. */
export function laplace({ steps, sigmaMin, sigmaMax }: SigmaRange, mu: number, b: number): number[] {
  const sigma = (x: number) => exp(mu - b * sign(0.5 - x) * log(1 - 2 * Math.abs(0.5 - x) + 1e-5))
  return linspace(0, 1, steps).map(x => max(sigmaMin, min(sigmaMax, sigma(x))))
}
