import { readTensorAt } from '../../checkpoint/files/safetensors.ts'
import { networkWeights, openFile } from '../../recognise/open-file.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Vae } from '../types.ts'

/** As Flux.2's autoencoder was trained with. */
const EPS = 1e-4

/** Conversions between the latents of the network and those on wires. */
export interface LatentStatistics {
  apply(latent: Tensor): Tensor
  remove(latent: Tensor): Tensor
}

/**
 * Flux.2's VAE has the mean m and the variance v of its latents in its file, as a batch norm over squares of 2×2 values: for each
 * channel four of each. Wires carry
 *
 *   z = (z′ − m)/√(v + ε)
 *
 * which is what networks read (diffusers' AutoencoderKLFlux2; ComfyUI's AutoencodingEngine).
 *
 * @returns undefined for VAEs without them
 */
export async function latentStatistics(vae: Vae): Promise<LatentStatistics | undefined> {
  if (vae.kind !== 'vae') return undefined
  const tensors = networkWeights(await openFile(vae.file), 'vae')?.tensors
  const [mean, variance] = [tensors?.get('bn.running_mean'), tensors?.get('bn.running_var')]
  if (!mean || !variance) return undefined
  const [m, v] = [(await readTensorAt(mean)).data, (await readTensorAt(variance)).data]
  const deviation = v.map(value => Math.sqrt(value + EPS))
  return {
    apply: latent => byPlace(latent, (value, at) => (value - m[at]!) / deviation[at]!),
    remove: latent => byPlace(latent, (value, at) => value * deviation[at]! + m[at]!),
  }
}

/** `f` of every value and of its number among 4C: channel, row and column in its square. */
function byPlace({ dims, data }: Tensor, f: (value: number, at: number) => number): Tensor {
  const [, channels, height, width] = dims as [number, number, number, number]
  const placeOf = (i: number) => {
    const [x, y] = [i % width, Math.floor(i / width) % height]
    return (Math.floor(i / (width * height)) % channels) * 4 + (y % 2) * 2 + (x % 2)
  }
  return { dims, data: data.map((value, i) => f(value, placeOf(i))) }
}
