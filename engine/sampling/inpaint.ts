/**
 * Keeps a part of the picture: before each evaluation the part outside the mask is set to the original at the current
 * noise level, after it to the original itself (RePaint without resampling, Lugmayr et al. 2022, arXiv:2201.09865,
 * eq. 8; ComfyUI's KSamplerX0Inpaint).
 *
 *   D′(x; σ) = m·D(m·x + (1 − m)·(latent + σ·noise); σ) + (1 − m)·latent
 *
 * For flows (1 − σ)·latent + σ·noise.
 */
import type { Formula } from '../formula.ts'
import { map, type Tensor } from '../tensor/tensor.ts'
import type { ModelSampling } from './model-sampling.ts'
import type { Denoiser } from './sampler.ts'

export interface DifferentialMask {
  readonly kind: 'differential'
  /** How much of the mask is replaced by its threshold. */
  readonly strength: number
}

export const differentialDiffusion: Formula = {
  lines: ['m_t = 1 where m ≥ (t − t_last)/(t_first − t_last), else 0', 'result: strength·m_t + (1 − strength)·m'],
  source: 'Levin & Fried 2023, arXiv:2306.00950, algorithm 1',
}

type MaskAt = (mask: Tensor, sigma: number) => Tensor

/** Where the mask is grey, painting begins later (`differentialDiffusion`). Strength 0 counts as 1, as in ComfyUI. */
export function differentialMask(
  { strength }: DifferentialMask,
  { timestep, sigmaMin }: ModelSampling,
  sigmas: Float32Array,
): MaskAt {
  const [from, to] = [timestep(sigmas[0]!), timestep(Math.max(sigmas.at(-1)!, sigmaMin))]
  const share = strength > 0 && strength < 1 ? strength : 1
  return (mask, sigma) => {
    const threshold = Math.fround((timestep(sigma) - to) / (from - to))
    return map(mask, m => share * (m >= threshold ? 1 : 0) + (1 - share) * m)
  }
}

/** The mask for every image and channel of `dims`. */
function spread({ dims: [n = 1, channels = 1], data }: Tensor, dims: readonly number[]): Tensor {
  const [, C = 1, h = 1, w = 1] = dims
  const plane = h * w
  const at = (i: number) => {
    const [image, channel] = [Math.floor(i / (C * plane)) % n, Math.floor(i / plane) % channels]
    return data[(image * channels + channel) * plane + (i % plane)]!
  }
  return { dims, data: Float32Array.from({ length: dims.reduce((a, b) => a * b, 1) }, (_, i) => at(i)) }
}

/** m·inside + (1 − m)·outside, value by value. */
const blend = (m: Tensor, inside: Tensor, outside: Tensor): Tensor => ({
  dims: inside.dims,
  data: inside.data.map((value, i) => m.data[i]! * value + (1 - m.data[i]!) * outside.data[i]!),
})

interface Kept {
  readonly mask: Tensor
  readonly latent: Tensor
  readonly noise: Tensor
  readonly sampling: ModelSampling
  readonly maskAt?: MaskAt
}

/**
 * D_u, which the samplers of CFG++ use, is not changed.
 *
 * @param mask    [N or 1, C or 1, h, w], 1 = paint anew, 0 = keep
 * @param latent  the original, [N, C, h, w]
 * @param noise   added to the original, same shape
 * @param maskAt  the mask at one noise level; by default it stays the same
 */
export function inpainting(
  { denoise, guided }: Denoiser,
  { mask, latent, noise, sampling, maskAt = m => m }: Kept,
): Denoiser {
  const whole = spread(mask, latent.dims)
  const before = (m: Tensor, x: Tensor, sigma: number) =>
    blend(m, x, sampling.noiseScaling(sigma, noise, latent, false))
  return {
    denoise: async (x, sigma) => {
      const m = maskAt(whole, sigma)
      return blend(m, await denoise(before(m, x, sigma), sigma), latent)
    },
    guided: async (x, sigma) => {
      const m = maskAt(whole, sigma)
      const { denoised, uncond } = await guided(before(m, x, sigma), sigma)
      return { denoised: blend(m, denoised, latent), uncond }
    },
  }
}
