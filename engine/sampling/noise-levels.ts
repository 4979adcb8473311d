import { DISTILLED_SKIP, distilledTable, fullTable } from './noise-table.ts'
import { linspace } from './schedules/linspace.ts'

/** The noise levels that a model was trained on, and their timesteps. */
export interface NoiseLevels {
  /** Ascending. */
  readonly sigmas: Float32Array
  readonly sigmaMin: number
  readonly sigmaMax: number
  /** The timestep that the network gets at σ. Discrete models: the one of the table whose ln σ is nearest. */
  timestep(sigma: number): number
  /** σ at any real timestep. Discrete models: ln σ is interpolated, and constant beyond the ends. */
  sigma(timestep: number): number
  /** σ where share `percent` of the timesteps is done: above every σ at 0, 0 at 1. */
  percentToSigma(percent: number): number
}

export interface DiscreteLevels {
  /** `distilled`: the 50 timesteps 19, 39 … 999 that LCM and TCD were trained on. */
  readonly timesteps: 'full' | 'distilled'
  /** Zero terminal SNR (Lin et al. 2023, arXiv:2305.08891). */
  readonly zsnr: boolean
}

export interface ContinuousLevels {
  /** The timesteps of `continuousEdm` and `continuousV` in model-sampling.ts. */
  readonly timesteps: 'edm' | 'v'
  /** Above 0. */
  readonly sigmaMin: number
  readonly sigmaMax: number
}

/** A straight path from picture to noise: σ from 0 to 1. */
export interface FlowLevels {
  /** Above 0. More than 1 spends more steps on high noise. */
  readonly shift: number
}

const { atan, exp, fround, log, max, min, PI, tan } = Math

const shareDone = (sigma: (percentLeft: number) => number) => (percent: number) =>
  percent <= 0 ? 999999999.9 : percent >= 1 ? 0 : sigma(1 - percent)

/** ComfyUI computes the logarithms of the distilled table in float32, with an error of up to this much. */
const DISTILLED_TIE = 2 ** -24

/** The levels of models that were trained on 1000 timesteps, 0 … 999 (ComfyUI's ModelSamplingDiscrete). */
export function discreteLevels({ timesteps, zsnr }: DiscreteLevels): NoiseLevels {
  const full = fullTable(zsnr)
  const { sigmas, logSigmas } = timesteps === 'full' ? full : distilledTable(full)
  const [skip, first, tie] = timesteps === 'full' ? [1, 0, 0] : [DISTILLED_SKIP, DISTILLED_SKIP - 1, DISTILLED_TIE]
  const last = sigmas.length - 1
  const sigma = (t: number) => {
    const at = min(max(fround((fround(t) - first) / skip), 0), last)
    const [low, w] = [Math.floor(at), fround(at - Math.floor(at))]
    return fround(exp(fround(fround(fround(1 - w) * logSigmas[low]!) + fround(w * logSigmas[Math.ceil(at)]!))))
  }
  return {
    sigmas,
    sigmaMin: sigmas[0]!,
    sigmaMax: sigmas[last]!,
    timestep: s => nearest(logSigmas, fround(log(s)), tie) * skip + first,
    sigma,
    percentToSigma: shareDone(left => sigma(left * 999)),
  }
}

/**
 * The position whose value is nearest, the lower of two. A σ halfway between two timesteps (in the normal and
 * sgm_uniform schedules) is decided by the last bit, so every operation here is rounded as PyTorch rounds it.
 *
 * @param tie  distances that differ by this or less are equal
 */
function nearest(sorted: Float32Array, value: number, tie: number): number {
  let [best, least] = [0, Number.POSITIVE_INFINITY]
  for (let i = 0; i < sorted.length; i++) {
    const distance = Math.abs(fround(value - sorted[i]!))
    if (distance < least - tie) [best, least] = [i, distance]
  }
  return best
}

/** The levels of models that were trained on all between two ends. Schedules that need a table get 1000, even in ln σ. */
export function continuousLevels({ timesteps, sigmaMin, sigmaMax }: ContinuousLevels): NoiseLevels {
  const sigmas = Float32Array.from(linspace(log(sigmaMin), log(sigmaMax), 1000), exp)
  const [low, high] = [sigmas[0]!, sigmas.at(-1)!]
  const names = {
    edm: { timestep: (sigma: number) => log(sigma) / 4, sigma: (t: number) => exp(4 * t) },
    // Rounded as PyTorch rounds: near t = 1 the tangent makes much of the last bit.
    v: {
      timestep: (sigma: number) => fround(fround(fround(atan(fround(sigma))) / PI) * 2),
      sigma: (t: number) => fround(tan(fround(fround(fround(t) * PI) / 2))),
    },
  }[timesteps]
  return {
    sigmas,
    sigmaMin: low,
    sigmaMax: high,
    ...names,
    percentToSigma: shareDone(left => exp(log(low) + left * (log(high) - log(low)))),
  }
}

/** The 1000 levels of flow models, rounded as PyTorch rounds them (ComfyUI's ModelSamplingDiscreteFlow). */
export function flowLevels({ shift }: FlowLevels): NoiseLevels {
  const shifted = (u: number) => (shift === 1 ? u : fround(fround(shift * u) / fround(1 + fround((shift - 1) * u))))
  const sigma = (t: number) => shifted(fround(t / 1000))
  const sigmas = Float32Array.from({ length: 1000 }, (_, i) => sigma(fround(fround((i + 1) / 1000) * 1000)))
  return {
    sigmas,
    sigmaMin: sigmas[0]!,
    sigmaMax: sigmas[999]!,
    timestep: s => fround(s * 1000),
    sigma,
    percentToSigma: percent =>
      percent <= 0 ? 1 : percent >= 1 ? 0 : (shift * (1 - percent)) / (1 + (shift - 1) * (1 - percent)),
  }
}
