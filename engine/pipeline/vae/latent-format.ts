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
 * Most models multiply by one number; Playground shifts each channel and scales it to the deviation ½:
 *
 *   x = s·z    or    x = ½·(z − mean)/deviation
 *
 * A latent of zeros means an empty picture and stays zero.
 *
 * @param latentScale  s of the family
 */
export function latentFormat({ latents }: Model, latentScale: number): LatentFormat {
  if (latents !== 'playground-2.5')
    return { toModel: z => map(z, v => v * latentScale), toVae: x => map(x, v => v / latentScale) }
  const { mean, deviation, scale } = PLAYGROUND
  return {
    toModel: z => (z.data.every(v => v === 0) ? z : byChannel(z, (v, c) => (scale * (v - mean[c]!)) / deviation[c]!)),
    toVae: x => byChannel(x, (v, c) => (v * deviation[c]!) / scale + mean[c]!),
  }
}

/** `f` of every value and its channel, [N, C, h, w]. */
function byChannel({ dims, data }: Tensor, f: (value: number, channel: number) => number): Tensor {
  const [, channels = 1, h = 1, w = 1] = dims
  return { dims, data: data.map((value, i) => f(value, Math.floor(i / (h * w)) % channels)) }
}
