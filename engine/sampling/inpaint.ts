/**
 * Keeps a part of the picture: before each evaluation what lies outside the mask is set to the original at the current
 * noise level, after it to the original itself (RePaint without resampling, Lugmayr et al. 2022, arXiv:2201.09865,
 * eq. 8; ComfyUI's KSamplerX0Inpaint).
 *
 *   D′(x; σ) = m·D(m·x + (1 − m)·(latent + σ·noise); σ) + (1 − m)·latent
 */
import { mix, type Tensor } from '../tensor/tensor.ts'
import type { Denoise } from './sampler.ts'

/** m·inside + (1 − m)·outside, value by value. */
const blend = (m: Tensor, inside: Tensor, outside: Tensor): Tensor => ({
  dims: inside.dims,
  data: inside.data.map((value, i) => m.data[i]! * value + (1 - m.data[i]!) * outside.data[i]!),
})

/** @param mask  1 = make anew, 0 = keep; `mask`, `latent` and `noise` are all of the latent's dimensions */
export const inpainting =
  (denoise: Denoise, { mask, latent, noise }: { mask: Tensor; latent: Tensor; noise: Tensor }): Denoise =>
  async (x, sigma) =>
    blend(mask, await denoise(blend(mask, x, mix([1, latent], [sigma, noise])), sigma), latent)
