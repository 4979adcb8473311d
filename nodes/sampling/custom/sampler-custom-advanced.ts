import { defineNode } from '../../define.ts'
import { sampleLatent } from '../../pipeline.ts'
import { guider, latent, noise, sampler, sigmas } from '../../sockets.ts'
import { drawn } from './sampler-custom.ts'

export default defineNode({
  type: 'SamplerCustomAdvanced',
  title: 'SamplerCustomAdvanced',
  about: 'Draws with noise, guidance, sampler and noise levels that other nodes choose.',
  inputs: {
    noise: { ...noise, help: 'From RandomNoise; from DisableNoise when the latent comes noisy.' },
    guider: { ...guider, help: 'From BasicGuider, CFGGuider or DualCFGGuider: model and prompts are in it.' },
    sampler: { ...sampler, help: 'From KSamplerSelect or a sampler node.' },
    sigmas: { ...sigmas, help: 'From a scheduler node; without any the latent comes back as it is.' },
    latent_image: { ...latent, help: 'An empty latent, or an encoded picture to change.' },
  },
  outputs: drawn,

  async run({ latent_image: latent, ...request }, context) {
    const result = await sampleLatent({ ...request, latent }, context)
    return { output: result.latent, denoised_output: result.denoised }
  },
})
