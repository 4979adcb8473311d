/** Schedules that select timesteps, or entries of the model's table, and read σ there (ComfyUI's names and numbers). */
import type { Formula } from '../../formula.ts'
import type { ModelSampling } from '../model-sampling.ts'
import { betaQuantile } from './beta-quantile.ts'
import { linspace } from './linspace.ts'

const { floor, max } = Math
const isZero = (sigma: number) => Math.abs(sigma) <= 1e-5

/** n steps, i from 0 to n − 1; a table of N noise levels, σ[0] the lowest. */
export const timestepFormulas = {
  normal: { lines: ['σᵢ at t = t_max + i/(n−1)·(t_min − t_max)'], source: 'ComfyUI, normal_scheduler' },
  sgmUniform: { lines: ['σᵢ at t = t_max + i/n·(t_min − t_max)'], source: 'ComfyUI, normal_scheduler(sgm=True)' },
  simple: { lines: ['σ[N − 1 − ⌊i·N/n⌋]'], source: 'ComfyUI, simple_scheduler' },
  ddimUniform: { lines: ['σ[1 + i·⌊N/n⌋], highest first'], source: 'ComfyUI, ddim_scheduler' },
  beta: { lines: ['tᵢ = 999·F⁻¹(1 − i/n),  F = Beta(α, β)'], source: 'Lee et al. 2024, arXiv:2407.12173' },
} satisfies Record<string, Formula>

/** Timesteps spread evenly from first to last; σ_min counts as a step. */
export function normal(sampling: ModelSampling, steps: number): number[] {
  const [from, to] = [sampling.timestep(sampling.sigmaMax), sampling.timestep(sampling.sigmaMin)]
  const endsAtZero = isZero(sampling.sigma(to))
  const sigmas = linspace(from, to, endsAtZero ? steps + 1 : steps).map(sampling.sigma)
  return endsAtZero ? sigmas : [...sigmas, 0]
}

/** As `normal` with one step more, without the last one: the even spacing of SDXL's own code (sgm). */
export function sgmUniform(sampling: ModelSampling, steps: number): number[] {
  const [from, to] = [sampling.timestep(sampling.sigmaMax), sampling.timestep(sampling.sigmaMin)]
  return [
    ...linspace(from, to, steps + 1)
      .slice(0, -1)
      .map(sampling.sigma),
    0,
  ]
}

/** Every (table/steps)th entry from the top. */
export function simple({ sigmas }: ModelSampling, steps: number): number[] {
  const stride = sigmas.length / steps
  return [...Array.from({ length: steps }, (_, i) => sigmas[sigmas.length - 1 - floor(i * stride)]!), 0]
}

/** Every ⌊table/steps⌋th entry, counted from entry 1; may be more steps than asked for and never starts at σ_max. */
export function ddimUniform({ sigmas }: ModelSampling, steps: number): number[] {
  const stride = max(floor(sigmas.length / (isZero(sigmas[1]!) ? steps + 1 : steps)), 1)
  const chosen: number[] = []
  for (let i = 1; i < sigmas.length; i += stride) chosen.unshift(sigmas[i]!)
  return isZero(sigmas[1]!) ? chosen : [...chosen, 0]
}

/**
 * Entries at the quantiles of Beta(a, b), dense at both ends. Entries that round to the same one count once, so
 * there may be fewer steps than asked for.
 */
export function beta({ sigmas }: ModelSampling, steps: number, a = 0.6, b = 0.6): number[] {
  // 1e-9 is added since SciPy, which ComfyUI uses here, puts the median of Beta(0.6, 0.6) just above ½.
  const entries = Array.from({ length: steps }, (_, i) =>
    Math.round(betaQuantile(1 - i / steps, a, b) * (sigmas.length - 1) + 1e-9),
  )
  return [...entries.filter((entry, i) => entry !== entries[i - 1]).map(entry => sigmas[entry]!), 0]
}
