import { guidance } from '../../../engine/sampling/guidance.ts'
import { toggle } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { sampleLatent } from '../../pipeline.ts'
import { conditioning, latent, model, sampler, sigmas } from '../../sockets.ts'
import { cfg, seed } from '../../widgets.ts'

/** The outputs of a sampler that also returns its last prediction of the clean latent. */
export const sampled = {
  output: { ...latent, help: 'The latent after the last step.' },
  denoised_output: {
    ...latent,
    help: "The sampler's last prediction of the clean latent. It differs from output when sigmas end above 0.",
  },
}

export default defineNode({
  type: 'SamplerCustom',
  title: 'SamplerCustom',
  about: 'Samples a latent with the sampler and noise levels of other nodes.',
  formula: guidance,
  inputs: {
    model,
    add_noise: toggle({
      default: true,
      help: 'Turn it off when the latent is noisy already, from a previous sampler.',
    }),
    noise_seed: seed,
    cfg,
    positive: { ...conditioning, help: 'What to draw.' },
    negative: { ...conditioning, help: 'What to avoid. Ignored at cfg 1.' },
    sampler: { ...sampler, help: 'From KSamplerSelect or TCD Model Sampling Discrete.' },
    sigmas: { ...sigmas, help: 'From a scheduler node or TCD Model Sampling Discrete.' },
    latent_image: { ...latent, help: 'An empty latent, or an encoded picture to change.' },
  },
  outputs: sampled,

  async run({ add_noise, noise_seed, latent_image: latent, sampler, sigmas, ...guidance }, context) {
    const guider = { kind: 'cfg', ...guidance } as const
    const noise = { seed: noise_seed, added: add_noise }
    const result = await sampleLatent({ guider, noise, latent, sampler, sigmas }, context)
    return { output: result.latent, denoised_output: result.denoised }
  },
})
