import type { LatentNumbers } from '../../checkpoint/family.ts'
import { map, type Tensor } from '../../tensor/tensor.ts'
import type { Model } from '../types.ts'

/** Converts latents between VAE scale, which wires carry, and the scale that the network was trained on. */
export interface LatentFormat {
  toModel(latent: Tensor): Tensor
  toVae(latent: Tensor): Tensor
}

/** Playground 2.5's latents, per channel (Li et al. 2024, arXiv:2402.17245; its VAE's config.json). */
const PLAYGROUND = {
  mean: [-1.6574, 1.886, -1.383, 2.5155],
  deviation: [8.4927, 5.9022, 6.5498, 5.2299],
  scale: 0.5,
}

/**
 * Most models multiply by one number; those for wider latents shift them too; Playground shifts each channel and scales it to the
 * deviation ½:
 *
 *   x = s·(z − shift)    or    x = ½·(z − mean)/deviation
 *
 * A latent of zeros means an empty picture and stays zero.
 */
export function latentFormat({ latents }: Model, { scale: s, shift }: LatentNumbers): LatentFormat {
  if (latents !== 'playground-2.5')
    return {
      toModel: z => (isEmpty(z) ? z : map(z, v => (v - shift) * s)),
      toVae: x => map(x, v => v / s + shift),
    }
  const { mean, deviation, scale } = PLAYGROUND
  return {
    toModel: z => (isEmpty(z) ? z : byChannel(z, (v, c) => (scale * (v - mean[c]!)) / deviation[c]!)),
    toVae: x => byChannel(x, (v, c) => (v * deviation[c]!) / scale + mean[c]!),
  }
}

/** A latent of zeros: an empty picture. */
export const isEmpty = ({ data }: Tensor): boolean => data.every(v => v === 0)

/** `f` of every value and its channel, [N, C, h, w]. */
function byChannel({ dims, data }: Tensor, f: (value: number, channel: number) => number): Tensor {
  const [, channels = 1, h = 1, w = 1] = dims
  return { dims, data: data.map((value, i) => f(value, Math.floor(i / (h * w)) % channels)) }
}
