import { toggle } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { guidance } from '../../formulas.ts'
import { sampleLatent } from '../../pipeline.ts'
import { conditioning, latent, model, sampler, sigmas } from '../../sockets.ts'
import { cfg, seed } from '../../widgets.ts'

export default defineNode({
  type: 'SamplerCustom',
  title: 'SamplerCustom',
  about: 'Draws with a sampler and noise levels that other nodes choose.',
  formula: guidance,
  inputs: {
    model,
    add_noise: toggle({ default: true, help: 'Off when the latent comes noisy from a sampler before.' }),
    noise_seed: seed,
    cfg,
    positive: { ...conditioning, help: 'What to draw.' },
    negative: { ...conditioning, help: 'What to avoid; unused at cfg 1.' },
    sampler: { ...sampler, help: 'From KSamplerSelect or TCD Model Sampling Discrete.' },
    sigmas: { ...sigmas, help: 'Noise levels, from a scheduler node or TCD Model Sampling Discrete.' },
    latent_image: { ...latent, help: 'An empty latent, or an encoded picture to change.' },
  },
  outputs: {
    output: { ...latent, help: 'Where the last step ended.' },
    denoised_output: {
      ...latent,
      help: "The sampler's last guess at the clean picture; the same unless sigmas end above 0.",
    },
  },

  async run({ add_noise, noise_seed, latent_image, ...request }, context) {
    const noise = { seed: noise_seed, addNoise: add_noise }
    const { latent, denoised } = await sampleLatent({ ...request, ...noise, latent: latent_image }, context)
    return { output: latent, denoised_output: denoised }
  },
})
