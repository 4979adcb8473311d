import { map, mix, type Tensor } from '../tensor/tensor.ts'
import { DISTILLED_SKIP, distilledTable, fullTable } from './noise-table.ts'

/** How a network's output is read and which noise levels it knows. */
export interface ModelSamplingSpec {
  readonly prediction: 'eps' | 'v_prediction' | 'x0' | 'lcm' | 'img_to_img'
  /** `distilled`: the 50 timesteps 19, 39 … 999 that LCM and TCD were trained on. */
  readonly timesteps: 'full' | 'distilled'
  /** Zero terminal SNR (Lin et al. 2023, arXiv:2305.08891). */
  readonly zsnr: boolean
}

/**
 * Between the sampler's world, x = x₀ + σ·ε, and the network's, which sees unit variance and integer timesteps
 * (Karras et al. 2022, arXiv:2206.00364, table 1, with σ_data = 1; ComfyUI's ModelSamplingDiscrete).
 */
export interface ModelSampling {
  /** Ascending. */
  readonly sigmas: Float32Array
  readonly sigmaMin: number
  readonly sigmaMax: number
  /** The timestep whose ln σ is nearest; always one of the table's. */
  timestep(sigma: number): number
  /** σ at any real timestep, ln σ interpolated; beyond the ends, the end's. */
  sigma(timestep: number): number
  /** σ where share `percent` of the timesteps is done: above every σ at 0, 0 at 1. */
  percentToSigma(percent: number): number
  /** What the network is given for x, [N, 4, h, w]. */
  scaleInput(x: Tensor, sigma: number): Tensor
  /** D(x; σ), the clean latent that the network's output means. */
  denoised(x: Tensor, output: Tensor, sigma: number): Tensor
  /** The x to start from at σ. With `maxDenoise` (starting from pure noise) its variance is 1 + σ², as in training. */
  noiseScaling(sigma: number, noise: Tensor, latent: Tensor, maxDenoise: boolean): Tensor
}

const { fround } = Math

/** √(σ² + 1), rounded as PyTorch rounds it: at σ in the thousands the last bit shows in a picture. */
const rootOf = (sigma: number) => fround(Math.sqrt(fround(fround(sigma ** 2) + 1)))

const dividedBy = (x: Tensor, divisor: number) => map(x, value => value / divisor)

/** How each kind of output becomes the clean latent. `t` is the timestep. */
const denoisedFrom: Record<
  ModelSamplingSpec['prediction'],
  (x: Tensor, output: Tensor, sigma: number, t: number) => Tensor
> = {
  eps: (x, eps, sigma) => mix([1, x], [-sigma, eps]),
  v_prediction: (x, v, sigma) => mix([1 / (sigma ** 2 + 1), x], [-sigma / rootOf(sigma), v]),
  x0: (_, x0) => x0,
  img_to_img: (_, x0) => x0,
  // The boundary condition of consistency models (Luo et al. 2023, arXiv:2310.04378, section 3), σ_data = ½, time × 10.
  lcm: (x, eps, sigma, t) => {
    const t10 = 10 * t
    const [skip, out] = [0.25 / (t10 ** 2 + 0.25), t10 / Math.sqrt(t10 ** 2 + 0.25)]
    return mix([out + skip, x], [-out * sigma, eps])
  },
}

/**
 * The position whose value is nearest, the lower of two. A σ halfway between two timesteps (in the normal and
 * sgm_uniform schedules) is decided by the last bit, so every operation here is rounded as PyTorch rounds it.
 *
 * @param tie  distances that differ by no more are the same
 */
function nearest(sorted: Float32Array, value: number, tie: number): number {
  let [best, least] = [0, Number.POSITIVE_INFINITY]
  for (let i = 0; i < sorted.length; i++) {
    const distance = Math.abs(fround(value - sorted[i]!))
    if (distance < least - tie) [best, least] = [i, distance]
  }
  return best
}

/** ComfyUI takes the distilled table's logarithms in float32, by a routine that errs up to this much. */
const DISTILLED_TIE = 2 ** -24

/** Sets up the tables of one spec. */
export function modelSampling({ prediction, timesteps, zsnr }: ModelSamplingSpec): ModelSampling {
  const full = fullTable(zsnr)
  const { sigmas, logSigmas } = timesteps === 'full' ? full : distilledTable(full)
  const [skip, first, tie] = timesteps === 'full' ? [1, 0, 0] : [DISTILLED_SKIP, DISTILLED_SKIP - 1, DISTILLED_TIE]
  const last = sigmas.length - 1

  const timestep = (sigma: number) => nearest(logSigmas, fround(Math.log(sigma)), tie) * skip + first
  const sigma = (t: number) => {
    const at = Math.min(Math.max(fround((fround(t) - first) / skip), 0), last)
    const [low, w] = [Math.floor(at), fround(at - Math.floor(at))]
    return fround(Math.exp(fround(fround(fround(1 - w) * logSigmas[low]!) + fround(w * logSigmas[Math.ceil(at)]!))))
  }
  return {
    sigmas,
    sigmaMin: sigmas[0]!,
    sigmaMax: sigmas[last]!,
    timestep,
    sigma,
    percentToSigma: percent => (percent <= 0 ? 999999999.9 : percent >= 1 ? 0 : sigma((1 - percent) * 999)),
    scaleInput: (x, s) => (prediction === 'img_to_img' ? x : dividedBy(x, rootOf(s))),
    denoised: (x, output, s) => denoisedFrom[prediction](x, output, s, timestep(s)),
    noiseScaling: (s, noise, latent, maxDenoise) => mix([maxDenoise ? rootOf(s) : s, noise], [1, latent]),
  }
}
