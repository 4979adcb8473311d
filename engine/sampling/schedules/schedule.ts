/** The table of schedules that a KSampler offers, and how denoise and step ranges cut them. */
import type { Formula } from '../../formula.ts'
import type { ModelSampling } from '../model-sampling.ts'
import { samplerOf } from '../samplers.ts'
import { exponential, karras, klOptimal, linearQuadratic, sigmaFormulas } from './by-sigma.ts'
import { beta, ddimUniform, normal, sgmUniform, simple, timestepFormulas } from './by-timestep.ts'

export interface ScheduleRow {
  readonly formula: Formula
  /** The noise levels of so many steps, descending, ending in 0. */
  make(sampling: ModelSampling, steps: number): number[]
}

/** By the name that saved workflows have. ComfyUI's come first, in the order of its widget. */
export const schedules = {
  simple: { formula: timestepFormulas.simple, make: simple },
  sgm_uniform: { formula: timestepFormulas.sgmUniform, make: sgmUniform },
  karras: { formula: sigmaFormulas.karras, make: (sampling, steps) => karras({ ...sampling, steps }) },
  exponential: { formula: sigmaFormulas.exponential, make: (sampling, steps) => exponential({ ...sampling, steps }) },
  ddim_uniform: { formula: timestepFormulas.ddimUniform, make: ddimUniform },
  beta: { formula: timestepFormulas.beta, make: (sampling, steps) => beta(sampling, steps) },
  normal: { formula: timestepFormulas.normal, make: normal },
  linear_quadratic: {
    formula: sigmaFormulas.linearQuadratic,
    make: (sampling, steps) => linearQuadratic({ ...sampling, steps }),
  },
  kl_optimal: { formula: sigmaFormulas.klOptimal, make: (sampling, steps) => klOptimal({ ...sampling, steps }) },
} satisfies Record<string, ScheduleRow>

export type SchedulerName = keyof typeof schedules
export const schedulerNames = Object.keys(schedules) as readonly string[] as readonly [
  SchedulerName,
  ...SchedulerName[],
]

/** All the noise levels of `steps` steps, descending, ending in 0. */
export const calculateSigmas = (sampling: ModelSampling, scheduler: SchedulerName, steps: number): Float32Array =>
  Float32Array.from(schedules[scheduler].make(sampling, steps))

export interface ScheduleOptions {
  readonly scheduler: SchedulerName
  readonly steps: number
  /** In [0, 1]: the `steps` steps are this share of a longer schedule, at its end. 0 gives no steps. */
  readonly denoise?: number
  /** A KSampler's schedule depends on its sampler and may have more than `steps` steps. BasicScheduler has no sampler. */
  readonly sampler?: string
}

/** The σ list of the KSampler nodes when a sampler is named, else that of BasicScheduler. */
export function scheduleSigmas(
  sampling: ModelSampling,
  { scheduler, steps, denoise = 1, sampler }: ScheduleOptions,
): Float32Array {
  if (denoise <= 0) return new Float32Array(0)
  const all = (n: number) =>
    sampler && samplerOf(sampler).dropsPenultimate
      ? calculateSigmas(sampling, scheduler, n + 1).filter((_, i, { length }) => i !== length - 2)
      : calculateSigmas(sampling, scheduler, n)
  if (sampler && denoise > 0.9999) return all(steps)
  return all(Math.floor(steps / denoise)).slice(-(steps + 1))
}

/**
 * The part of a schedule from step `start` to step `end`, as KSamplerAdvanced runs it.
 *
 * @param forceZero  the last step goes to 0 although the part ends at a higher level
 * @returns          empty when no step is left: the latent is not changed
 */
export function sigmasBetween(
  sigmas: Float32Array,
  { start = 0, end = sigmas.length, forceZero = false }: { start?: number; end?: number; forceZero?: boolean },
): Float32Array {
  const endsEarly = end < sigmas.length - 1
  const cut = sigmas.slice(0, endsEarly ? end + 1 : sigmas.length)
  if (endsEarly && forceZero) cut[end] = 0
  return start < cut.length - 1 ? cut.slice(start) : new Float32Array(0)
}
