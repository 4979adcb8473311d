import { modelSampling } from '../../engine/sampling/model-sampling.ts'
import { scheduleSigmas } from '../../engine/sampling/schedules/schedule.ts'
import { defineNode } from '../define.ts'
import { guidance } from '../formulas.ts'
import { sampleLatent } from '../pipeline.ts'
import { conditioning, latent, model } from '../sockets.ts'
import { cfg, denoise, samplerName, scheduler, seed, steps } from '../widgets.ts'

export default defineNode({
  type: 'KSampler',
  title: 'KSampler',
  about: 'Draws the picture, as a latent: from noise to what the prompts ask for.',
  formula: guidance,
  inputs: {
    model,
    seed,
    steps,
    cfg,
    sampler_name: samplerName,
    scheduler,
    positive: { ...conditioning, help: 'What to draw.' },
    negative: { ...conditioning, help: 'What to avoid; unused at cfg 1.' },
    latent_image: { ...latent, help: 'An empty latent, or an encoded picture to change.' },
    denoise,
  },
  outputs: { LATENT: latent },

  async run({ sampler_name, scheduler, steps, denoise, latent_image, ...request }, context) {
    const sampling = modelSampling(request.model.sampling)
    const sigmas = scheduleSigmas(sampling, { scheduler, steps, denoise, sampler: sampler_name })
    const sampler = { name: sampler_name }
    const { latent } = await sampleLatent(
      { ...request, latent: latent_image, addNoise: true, sampler, sigmas },
      context,
    )
    return { LATENT: latent }
  },
})
