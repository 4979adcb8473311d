import { modelSampling } from '../../sampling/model-sampling.ts'
import { prepareNoise } from '../../sampling/noise.ts'
import { refuseNoiseLevels } from '../../sampling/refusals.ts'
import { type Tensor, zeros } from '../../tensor/tensor.ts'
import type { InitialNoise, Latent, Model } from '../types.ts'
import { latentFormat } from '../vae/latent-format.ts'
import { unetNetwork } from './unet-network.ts'

/** The noise itself, of unit variance, or none. */
export const drawNoise = ({ seed, added }: InitialNoise, { samples, batchIndex }: Latent): Tensor =>
  added ? prepareNoise(samples.dims, seed, batchIndex) : zeros(samples.dims)

/**
 * The latent with as much noise as lies between the first and the last level: `addedNoise`, in the model's scale.
 *
 * @param sigmas  one level: that much; none: the latent as it is
 */
export async function addNoise(
  model: Model,
  latent: Latent,
  noise: InitialNoise,
  sigmas: Float32Array,
): Promise<Latent> {
  const [first, last] = [sigmas[0], sigmas.length > 1 ? sigmas.at(-1)! : 0]
  if (first === undefined) return latent
  refuseNoiseLevels(sigmas)
  const { toModel, toVae } = latentFormat(model, (await unetNetwork(model)).latentScale)
  const { noiseScaling } = modelSampling(model.sampling)
  const noisy = noiseScaling(Math.abs(first - last), drawNoise(noise, latent), toModel(latent.samples), false)
  return { ...latent, samples: toVae(noisy) }
}
