import { defineNode } from '../../../define.ts'
import { addNoise } from '../../../pipeline.ts'
import { latent, model, noise, sigmas } from '../../../sockets.ts'

export default defineNode({
  type: 'AddNoise',
  title: 'AddNoise',
  about: 'Makes a latent noisy, as much as lies between the first and the last of the noise levels.',
  formula: { lines: ['x = x₀ + |σ_first − σ_last|·z'], source: 'Karras et al. 2022, arXiv:2206.00364' },
  inputs: {
    model: { ...model, help: 'Says how its noise and its latents are scaled.' },
    noise: { ...noise, help: 'From RandomNoise.' },
    sigmas: {
      ...sigmas,
      help: 'Of a whole schedule, the noise it starts from; of one level, that. None changes nothing.',
    },
    latent_image: { ...latent, help: 'The picture to be made noisy.' },
  },
  outputs: { LATENT: latent },
  run: async ({ model, noise, sigmas, latent_image }) => ({
    LATENT: await addNoise(model, latent_image, noise, sigmas),
  }),
})
