import { guidance } from '../../../engine/sampling/guidance.ts'
import { modelSampling } from '../../../engine/sampling/model-sampling.ts'
import { scheduleSigmas } from '../../../engine/sampling/schedules/schedule.ts'
import { batchSeedModes, variationNoise } from '../../../engine/sampling/variation-noise.ts'
import { choice, float, optional, seed, socket } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { sampleLatent } from '../../pipeline.ts'
import ksampler from '../../sampling/ksampler.ts'
import { cfg } from '../../widgets.ts'

export default defineNode({
  type: 'KSampler //Inspire',
  title: 'KSampler (inspire)',
  about: 'Samples a latent with the noise of AUTOMATIC1111, or with that of two seeds (Inspire Pack).',
  formula: guidance,
  inputs: {
    ...ksampler.inputs,
    cfg: float({ default: 8, min: 0, max: 100, ...(cfg.help && { help: cfg.help }) }),
    noise_mode: choice(['GPU(=A1111)', 'CPU'], {
      help: 'GPU draws the noise as an NVIDIA card does, which gives the pictures of AUTOMATIC1111; CPU as ComfyUI does.',
    }),
    batch_seed_mode: choice(batchSeedModes, {
      help: 'incremental: each picture of a batch has the next seed. comfy: one draw for all. variation: each has more of the variation.',
    }),
    variation_seed: seed({ control: false, help: 'The seed of the noise that is mixed in.' }),
    variation_strength: float({ default: 0, min: 0, max: 1, step: 0.01, help: '0 mixes nothing in, 1 uses it alone.' }),
    variation_method: optional(
      choice(['linear', 'slerp'], { help: 'How the two noises are mixed; only linear is possible here.' }),
    ),
    scheduler_func_opt: optional(socket<unknown>('SCHEDULER_FUNC', 'A schedule of another node; not possible here.')),
    internal_seed: optional(
      seed({ control: false, help: 'The seed of the noise that samplers add. Where a file has none, it is seed.' }),
    ),
  },
  outputs: ksampler.outputs,

  async run({ model, positive, negative, latent_image: latent, ...inputs }, context) {
    if (inputs.scheduler_func_opt !== undefined)
      throw new Error('Schedules of other nodes are not possible here: disconnect scheduler_func_opt.')
    const variation = { seed: inputs.variation_seed, strength: inputs.variation_strength }
    if (inputs.variation_method === 'slerp' && variation.strength > 0)
      throw new Error('Only linear mixing of noise is possible here: set variation_method to linear.')
    const { seed, sampler_name: sampler, steps, scheduler, denoise, cfg } = inputs
    const device = inputs.noise_mode === 'CPU' ? 'cpu' : 'cuda'
    const values = (dims: readonly number[]) =>
      variationNoise(dims, { seed, variation, batchSeeds: inputs.batch_seed_mode, device })
    const request = {
      guider: { kind: 'cfg', model, positive, negative, cfg },
      noise: { seed: inputs.internal_seed ?? seed, added: true, values },
      latent,
      sampler: { name: sampler },
      sigmas: scheduleSigmas(modelSampling(model.sampling), { steps, scheduler, denoise, sampler }),
    } as const
    return { LATENT: (await sampleLatent(request, context)).latent }
  },
})
