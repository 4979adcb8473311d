import type { Image } from '../../../engine/image/image.ts'
import { modelSampling } from '../../../engine/sampling/model-sampling.ts'
import { scheduleSigmas, sigmasBetween } from '../../../engine/sampling/schedules/schedule.ts'
import { variationNoise } from '../../../engine/sampling/variation-noise.ts'
import { choice, int, text } from '../../../graph/node.ts'
import type { RunContext } from '../../define.ts'
import saveImage from '../../image/save-image.ts'
import { decodeLatent, sampleLatent } from '../../pipeline.ts'
import { preview } from '../../preview.ts'
import type { EasyPipe } from './pipe.ts'

export const linkId = int({ default: 0, min: 0, max: 2 ** 63, help: 'Ignored: for the pack’s senders.' })
export const savePrefix = text({ default: 'ComfyUI', help: 'The name of saved pictures, as in Save Image.' })

const shown = ['Hide', 'Preview', 'Preview&Choose', 'Save', 'Hide&Save', 'Sender', 'Sender&Save'] as const
export const imageOutput = choice(shown, {
  default: 'Preview',
  help: 'Whether pictures are shown or saved. All are chosen, and none is sent.',
})

/** Samples the latent of a pipe, decodes it, and shows or saves the pictures. @throws Error where settings are missing */
export async function samplePipe(
  { sampling, samples, ...pipe }: EasyPipe,
  { output, prefix }: { readonly output: string; readonly prefix: string },
  context: RunContext,
): Promise<{ readonly pipe: EasyPipe; readonly image: Image }> {
  if (!sampling) throw new Error('This pipe has no settings of a sampler: put PreSampling before it.')
  const { seed, steps, cfg, sampler_name: name, scheduler, denoise, noise } = sampling
  const all = scheduleSigmas(modelSampling(pipe.model.sampling), { steps, scheduler, denoise, sampler: name })
  const none = { seed: 0n, strength: 0 }
  const drawn = { seed, batchSeeds: 'comfy', device: 'cuda', variation: none } as const
  const request = {
    guider: { kind: 'cfg', model: pipe.model, positive: pipe.positive, negative: pipe.negative, cfg },
    noise: {
      seed,
      added: noise !== 'none',
      ...(noise === 'cuda' && { values: (dims: readonly number[]) => variationNoise(dims, drawn) }),
    },
    latent: samples,
    sampler: { name },
    sigmas: sampling.range ? sigmasBetween(all, sampling.range) : all,
  } as const
  const { latent } = await sampleLatent(request, context)
  const image = await decodeLatent(pipe.vae, latent, context)
  if (output.includes('Save')) await saveImage.run({ images: image, filename_prefix: prefix }, context)
  else if (output !== 'Hide') await preview(image, context)
  return { pipe: { ...pipe, sampling, samples: latent }, image }
}
