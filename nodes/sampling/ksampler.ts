import { guidance } from '../../engine/sampling/guidance.ts'
import { modelSampling } from '../../engine/sampling/model-sampling.ts'
import { scheduleSigmas } from '../../engine/sampling/schedules/schedule.ts'
import { defineNode } from '../define.ts'
import { sampleLatent } from '../pipeline.ts'
import { conditioning, latent, model } from '../sockets.ts'
import { cfg, denoise, samplerName, scheduler, seed, steps } from '../widgets.ts'

export default defineNode({
  type: 'KSampler',
  title: 'KSampler',
  about: 'Samples a latent: removes noise step by step, guided by the prompts.',
  formula: guidance,
  inputs: {
    model,
    seed,
    steps,
    cfg,
    sampler_name: samplerName,
    scheduler,
    positive: { ...conditioning, help: 'What to draw.' },
    negative: { ...conditioning, help: 'What to avoid. Ignored at cfg 1.' },
    latent_image: { ...latent, help: 'An empty latent, or an encoded picture to change.' },
    denoise,
  },
  outputs: { LATENT: latent },

  async run({ model, positive, negative, cfg, seed, sampler_name, latent_image, ...schedule }, context) {
    const sigmas = scheduleSigmas(modelSampling(model.sampling), { ...schedule, sampler: sampler_name })
    const request = {
      guider: { kind: 'cfg', model, positive, negative, cfg },
      noise: { seed, added: true },
      latent: latent_image,
      sampler: { name: sampler_name },
      sigmas,
    } as const
    return { LATENT: (await sampleLatent(request, context)).latent }
  },
})
