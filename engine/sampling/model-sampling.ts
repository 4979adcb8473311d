import type { Formula } from '../formula.ts'
import { map, mix, type Tensor } from '../tensor/tensor.ts'
import {
  type ContinuousLevels,
  continuousLevels,
  type DiscreteLevels,
  discreteLevels,
  type FlowLevels,
  flowLevels,
  type NoiseLevels,
} from './noise-levels.ts'

export const continuousEdm: Formula = {
  lines: [
    't = ¼·ln σ',
    'edm: D = σ_d²·x/(σ² + σ_d²) + σ·σ_d·F/√(σ² + σ_d²)',
    'v_prediction: D = σ_d²·x/(σ² + σ_d²) − σ·σ_d·v/√(σ² + σ_d²)',
  ],
  source: 'Karras et al. 2022, arXiv:2206.00364, table 1',
}

export const continuousV: Formula = {
  lines: ['t = 2/π·arctan σ', 'D = x/(σ² + 1) − σ·v/√(σ² + 1)'],
  source: 'Salimans & Ho 2022, arXiv:2202.00512',
}

export const flowMatching: Formula = {
  lines: ['x = (1 − σ)·x₀ + σ·ε,  D = x − σ·F,  t = 1000·σ', 'σ(u) = shift·u/(1 + (shift − 1)·u),  u from 1 to 0'],
  source: 'Lipman et al. 2022, arXiv:2210.02747; shift: Esser et al. 2024, arXiv:2403.03206, equation 23',
}

/** What a network's output means, and which noise levels it was trained on. */
export type ModelSamplingSpec = DiscreteSampling | ContinuousSampling | FlowSampling

export const shiftedTimesteps: Formula = {
  lines: ['t′ = ⌊t·s/1000⌋,  x′ = x·√((σ_t′² + 1)/(σ² + 1))', 'D(x; σ) = D(x′; σ_t′)'],
  source: 'Chen et al. 2024, arXiv:2412.02030; github.com/ChenDarYen/ComfyUI-TimestepShiftModel',
}

export interface DiscreteSampling extends DiscreteLevels {
  /** s of `shiftedTimesteps`: the network is evaluated as if less noise was there. */
  readonly shiftedTimestep?: number
  readonly prediction: 'eps' | 'v_prediction' | 'x0' | 'lcm' | 'img_to_img'
}

export interface ContinuousSampling extends ContinuousLevels {
  readonly prediction: 'eps' | 'v_prediction' | 'edm'
  /** The standard deviation of clean latents that the network was trained for; 1 for most. */
  readonly sigmaData: number
}

/** x lies on the straight line from the picture to the noise, and the network predicts its direction (`flowMatching`). */
export interface FlowSampling extends FlowLevels {
  readonly prediction: 'flow'
}

/**
 * Converts between the sampler's latents, x = x₀ + σ·ε, and the network's, which have unit variance and timesteps (Karras
 * et al. 2022, arXiv:2206.00364, table 1; ComfyUI's model_sampling.py).
 */
export interface ModelSampling extends NoiseLevels {
  /** The network's input for x, [N, 4, h, w]. */
  scaleInput(x: Tensor, sigma: number): Tensor
  /** The timestep that the network gets at σ. */
  networkTimestep(sigma: number): number
  /** D(x; σ), the clean latent that the network's output means. */
  denoised(x: Tensor, output: Tensor, sigma: number): Tensor
  /** The x to start from at σ. With `maxDenoise` (starting from pure noise) its variance is 1 + σ², as in training. */
  noiseScaling(sigma: number, noise: Tensor, latent: Tensor, maxDenoise: boolean): Tensor
  /** x = (1 − σ)·x₀ + σ·ε in place of x₀ + σ·ε. */
  readonly isFlow: boolean
}

const { fround } = Math

/** √(σ² + σ_d²), rounded as PyTorch rounds it: at σ in the thousands the last bit shows in a picture. */
const rootOf = (sigma: number, data = 1) => fround(Math.sqrt(fround(fround(sigma ** 2) + data ** 2)))

const dividedBy = (x: Tensor, divisor: number) => map(x, value => value / divisor)

interface Output {
  readonly x: Tensor
  /** Of the network. */
  readonly output: Tensor
  readonly sigma: number
  readonly t: number
  /** σ_d */
  readonly data: number
}

/** How each kind of output becomes the clean latent. */
const denoisedFrom: Record<ModelSamplingSpec['prediction'], (given: Output) => Tensor> = {
  eps: ({ x, output: eps, sigma }) => mix([1, x], [-sigma, eps]),
  v_prediction: ({ x, output: v, sigma, data }) =>
    mix([data ** 2 / (sigma ** 2 + data ** 2), x], [(-sigma * data) / rootOf(sigma, data), v]),
  edm: ({ x, output, sigma, data }) =>
    mix([data ** 2 / (sigma ** 2 + data ** 2), x], [(sigma * data) / rootOf(sigma, data), output]),
  flow: ({ x, output, sigma }) => mix([1, x], [-sigma, output]),
  x0: ({ output }) => output,
  img_to_img: ({ output }) => output,
  // The boundary condition of consistency models (Luo et al. 2023, arXiv:2310.04378, section 3), σ_data = ½, time × 10.
  lcm: ({ x, output: eps, sigma, t }) => {
    const t10 = 10 * t
    const [skip, out] = [0.25 / (t10 ** 2 + 0.25), t10 / Math.sqrt(t10 ** 2 + 0.25)]
    return mix([out + skip, x], [-out * sigma, eps])
  },
}

const isContinuous = (spec: ModelSamplingSpec): spec is ContinuousSampling => 'sigmaData' in spec

/** Sets up the tables of one spec. */
export function modelSampling(spec: ModelSamplingSpec): ModelSampling {
  if (spec.prediction === 'flow') return flowSampling(spec)
  const levels = isContinuous(spec) ? continuousLevels(spec) : discreteLevels(spec)
  const data = isContinuous(spec) ? spec.sigmaData : 1
  const { prediction } = spec
  const shifted = 'shiftedTimestep' in spec ? spec.shiftedTimestep : undefined
  const networkTimestep = (sigma: number) =>
    shifted === undefined ? levels.timestep(sigma) : Math.trunc(levels.timestep(sigma) * fround(shifted / 1000))
  const denoised: ModelSampling['denoised'] = (x, output, sigma) =>
    denoisedFrom[prediction]({ x, output, sigma, t: levels.timestep(sigma), data })
  return {
    ...levels,
    networkTimestep,
    scaleInput: (x, sigma) => (prediction === 'img_to_img' ? x : dividedBy(x, rootOf(sigma, data))),
    denoised:
      shifted === undefined
        ? denoised
        : (x, output, sigma) => {
            const lower = levels.sigma(networkTimestep(sigma))
            return denoised(dividedBy(x, rootOf(sigma) / rootOf(lower)), output, lower)
          },
    noiseScaling: (sigma, noise, latent, maxDenoise) => mix([maxDenoise ? rootOf(sigma) : sigma, noise], [1, latent]),
    isFlow: false,
  }
}

const flowSampling = (spec: FlowSampling): ModelSampling => {
  const levels = flowLevels(spec)
  return {
    ...levels,
    networkTimestep: levels.timestep,
    scaleInput: x => x,
    denoised: (x, output, sigma) => denoisedFrom.flow({ x, output, sigma, t: levels.timestep(sigma), data: 1 }),
    noiseScaling: (sigma, noise, latent) => mix([sigma, noise], [fround(1 - fround(sigma)), latent]),
    isFlow: true,
  }
}
