import type { Image } from '../../../engine/image/image.ts'
import type { Clip, Conditioning, Latent, Model, Vae } from '../../../engine/pipeline/types.ts'
import type { schedulerNames } from '../../../engine/sampling/schedules/schedule.ts'
import { optional, socket } from '../../../graph/node.ts'
import type { RunContext } from '../../define.ts'
import repeatLatentBatch from '../../latent/batch/repeat-latent-batch.ts'
import { encodeImage } from '../../pipeline.ts'
import { image, latent } from '../../sockets.ts'

/** What Easy Use passes from its loaders to its samplers, on one wire. */
export interface EasyPipe {
  readonly model: Model
  readonly clip: Clip
  readonly vae: Vae
  readonly positive: Conditioning
  readonly negative: Conditioning
  readonly samples: Latent
  /** Pictures in a batch. */
  readonly batch: number
  readonly sampling?: EasySampling
}

/** What the nodes of its settings ask of a sampler. */
export interface EasySampling {
  readonly seed: bigint
  readonly steps: number
  readonly cfg: number
  readonly sampler_name: string
  readonly scheduler: (typeof schedulerNames)[number]
  readonly denoise: number
  readonly range?: { readonly start: number; readonly end: number; readonly forceZero: boolean }
  readonly noise: 'cpu' | 'cuda' | 'none'
}

export const easyPipe = socket<EasyPipe>('PIPE_LINE', 'Model, CLIP, VAE, prompts, latent and settings, on one wire.')

/** What may take the place of the latent of a pipe. */
export const instead = { image_to_latent: optional(image), latent: optional(latent) }

export async function samplesOf(
  { vae, batch, samples }: EasyPipe,
  given: { readonly image_to_latent: Image | undefined; readonly latent: Latent | undefined },
  context: RunContext,
): Promise<Latent> {
  const { image_to_latent: picture, latent } = given
  const isEmpty = picture?.dims[1] === 1 && picture.dims[2] === 1
  if (!picture) return latent ?? samples
  if (isEmpty) return samples
  const encoded = { samples: await encodeImage(vae, picture, context) }
  return (await repeatLatentBatch.run({ samples: encoded, amount: batch }, context)).LATENT
}
