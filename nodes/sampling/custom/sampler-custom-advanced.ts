import { defineNode } from '../../define.ts'
import { sampleLatent } from '../../pipeline.ts'
import { guider, latent, noise, sampler, sigmas } from '../../sockets.ts'
import { sampled } from './sampler-custom.ts'

export default defineNode({
  type: 'SamplerCustomAdvanced',
  title: 'SamplerCustomAdvanced',
  about: 'Samples a latent with the noise, guider, sampler and noise levels of other nodes.',
  inputs: {
    noise: { ...noise, help: 'From RandomNoise, or from DisableNoise when the latent is noisy already.' },
    guider: { ...guider, help: 'From BasicGuider, CFGGuider or DualCFGGuider. It holds the model and the prompts.' },
    sampler: { ...sampler, help: 'From KSamplerSelect or the node of a sampler.' },
    sigmas: { ...sigmas, help: 'From a scheduler node. An empty list returns the latent unchanged.' },
    latent_image: { ...latent, help: 'An empty latent, or an encoded picture to change.' },
  },
  outputs: sampled,

  async run({ latent_image: latent, ...request }, context) {
    const result = await sampleLatent({ ...request, latent }, context)
    return { output: result.latent, denoised_output: result.denoised }
  },
})
