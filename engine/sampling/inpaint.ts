/**
 * Keeps a part of the picture: before each evaluation the part outside the mask is set to the original at the current
 * noise level, after it to the original itself (RePaint without resampling, Lugmayr et al. 2022, arXiv:2201.09865,
 * eq. 8; ComfyUI's KSamplerX0Inpaint).
 *
 *   D′(x; σ) = m·D(m·x + (1 − m)·(latent + σ·noise); σ) + (1 − m)·latent
 */
import { mix, type Tensor } from '../tensor/tensor.ts'
import type { Denoiser } from './sampler.ts'

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

/**
 * D_u, which the samplers of CFG++ use, is not changed.
 *
 * @param mask    [N or 1, C or 1, h, w], 1 = paint anew, 0 = keep
 * @param latent  the original, [N, C, h, w]
 * @param noise   added to the original, same shape
 */
export function inpainting(
  { denoise, guided }: Denoiser,
  { mask, latent, noise }: { mask: Tensor; latent: Tensor; noise: Tensor },
): Denoiser {
  const m = spread(mask, latent.dims)
  const before = (x: Tensor, sigma: number) => blend(m, x, mix([1, latent], [sigma, noise]))
  const after = (denoised: Tensor) => blend(m, denoised, latent)
  return {
    denoise: async (x, sigma) => after(await denoise(before(x, sigma), sigma)),
    guided: async (x, sigma) => {
      const { denoised, uncond } = await guided(before(x, sigma), sigma)
      return { denoised: after(denoised), uncond }
    },
  }
}
