import type { FileRef } from '../../../engine/checkpoint/files/file-ref.ts'
import type { Image } from '../../../engine/image/image.ts'
import { scaleBy } from '../../../engine/image/transform/scale-image.ts'
import type { Latent, Vae } from '../../../engine/pipeline/types.ts'
import { socket } from '../../../graph/node.ts'
import type { RunContext } from '../../define.ts'
import latentUpscaleBy from '../../latent/latent-upscale-by.ts'
import { decodeLatent, loadCheckpoint, loadUpscaler, upscaleImage } from '../../pipeline.ts'
import ksampler from '../../sampling/ksampler.ts'

type Sampling = Parameters<typeof ksampler.run>[0]
type LatentMethod = Parameters<typeof latentUpscaleBy.run>[0]['upscale_method']

/** What a KSampler (Efficient) does after its own steps. */
export interface Script {
  readonly factor: number
  /** Enlarge the latent and sample it again, or enlarge the picture. */
  readonly pass: LatentPass | { readonly kind: 'pixel'; readonly file: FileRef }
}

interface LatentPass {
  readonly kind: 'latent'
  readonly method: LatentMethod
  /** Absent: the model of the sampler. */
  readonly checkpoint?: FileRef
  /** Absent: that of the sampler. */
  readonly seed?: bigint
  readonly steps: number
  readonly denoise: number
  readonly iterations: number
}

export const script = socket<Script>('SCRIPT', 'What a KSampler (Efficient) does after its own steps.')

/** @param sampling  the inputs of the sampler; `latent_image` is what it made */
export async function runScript(
  { factor, pass }: Script,
  sampling: Sampling,
  vae: Vae | undefined,
  context: RunContext,
): Promise<{ readonly latent: Latent; readonly picture?: Image }> {
  if (pass.kind === 'pixel') {
    if (!vae) throw new Error('Connect optional_vae: the script enlarges the decoded picture.')
    const picture = await decodeLatent(vae, sampling.latent_image, context)
    const large = await upscaleImage(await loadUpscaler(pass.file), picture, context)
    return { latent: sampling.latent_image, picture: scaleBy(large, factor / 4, 'nearest-exact') }
  }
  const model = pass.checkpoint ? (await loadCheckpoint(pass.checkpoint)).model : sampling.model
  const how = { ...sampling, model, seed: pass.seed ?? sampling.seed, steps: pass.steps, denoise: pass.denoise }
  let latent = sampling.latent_image
  for (let i = 0; i < pass.iterations; i++) {
    const enlarging = { samples: latent, upscale_method: pass.method, scale_by: factor }
    const { LATENT: large } = await latentUpscaleBy.run(enlarging, context)
    latent = (await ksampler.run({ ...how, latent_image: large }, context)).LATENT
  }
  return { latent }
}
