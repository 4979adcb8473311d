import { toggle } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { guidance } from '../../formulas.ts'
import { sampleLatent } from '../../pipeline.ts'
import { conditioning, latent, model, sampler, sigmas } from '../../sockets.ts'
import { cfg, seed } from '../../widgets.ts'

/** What comes out of a sampler that shows its last guess too. */
export const drawn = {
  output: { ...latent, help: 'Where the last step ended.' },
  denoised_output: {
    ...latent,
    help: "The sampler's last guess at the clean picture; the same unless sigmas end above 0.",
  },
}

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
  outputs: drawn,

  async run({ add_noise, noise_seed, latent_image: latent, sampler, sigmas, ...guidance }, context) {
    const guider = { kind: 'cfg', ...guidance } as const
    const noise = { seed: noise_seed, added: add_noise }
    const result = await sampleLatent({ guider, noise, latent, sampler, sigmas }, context)
    return { output: result.latent, denoised_output: result.denoised }
  },
})
