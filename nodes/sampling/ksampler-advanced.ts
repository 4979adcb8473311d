import { guidance } from '../../engine/sampling/guidance.ts'
import { modelSampling } from '../../engine/sampling/model-sampling.ts'
import { scheduleSigmas, sigmasBetween } from '../../engine/sampling/schedules/schedule.ts'
import { choice, int } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { sampleLatent } from '../pipeline.ts'
import { conditioning, latent, model } from '../sockets.ts'
import { cfg, samplerName, scheduler, seed, steps } from '../widgets.ts'

export default defineNode({
  type: 'KSamplerAdvanced',
  title: 'KSampler (Advanced)',
  about: 'Runs a range of the steps of a schedule, so that several samplers can work on one picture.',
  formula: guidance,
  inputs: {
    model,
    add_noise: choice(['enable', 'disable'], {
      help: 'Select disable when the latent is noisy already, from a previous sampler.',
    }),
    noise_seed: seed,
    steps: { ...steps, help: 'Steps of the whole schedule, of which this node runs a part.' },
    cfg,
    sampler_name: samplerName,
    scheduler,
    positive: { ...conditioning, help: 'What to draw.' },
    negative: { ...conditioning, help: 'What to avoid. Ignored at cfg 1.' },
    latent_image: {
      ...latent,
      help: 'An empty latent, an encoded picture, or the unfinished latent of another sampler.',
    },
    start_at_step: int({ default: 0, min: 0, max: 10_000, help: 'The first step to run, counted from 0.' }),
    end_at_step: int({
      default: 10_000,
      min: 0,
      max: 10_000,
      help: 'The step to stop before. Values above steps mean the end.',
    }),
    return_with_leftover_noise: choice(['disable', 'enable'], {
      help: 'Select enable when another sampler continues from end_at_step.',
    }),
  },
  outputs: { LATENT: latent },

  async run(inputs, context) {
    const { model, positive, negative, cfg, sampler_name, scheduler, steps } = inputs
    const all = scheduleSigmas(modelSampling(model.sampling), { scheduler, steps, sampler: sampler_name })
    const sigmas = sigmasBetween(all, {
      start: inputs.start_at_step,
      end: inputs.end_at_step,
      forceZero: inputs.return_with_leftover_noise === 'disable',
    })
    const request = {
      guider: { kind: 'cfg', model, positive, negative, cfg },
      noise: { seed: inputs.noise_seed, added: inputs.add_noise === 'enable' },
      latent: inputs.latent_image,
      sampler: { name: sampler_name },
      sigmas,
    } as const
    return { LATENT: (await sampleLatent(request, context)).latent }
  },
})
