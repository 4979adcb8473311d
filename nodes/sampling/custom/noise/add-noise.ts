import { addedNoise } from '../../../../engine/sampling/noise.ts'
import { defineNode } from '../../../define.ts'
import { addNoise } from '../../../pipeline.ts'
import { latent, model, noise, sigmas } from '../../../sockets.ts'

export default defineNode({
  type: 'AddNoise',
  title: 'AddNoise',
  about: 'Adds noise to a latent: the difference between the first and the last of the noise levels.',
  formula: addedNoise,
  inputs: {
    model: { ...model, help: 'The model that is to sample the latent; it sets how noise and latents are scaled.' },
    noise: { ...noise, help: 'From RandomNoise.' },
    sigmas: {
      ...sigmas,
      help: 'A schedule adds the noise that it starts from, a single level adds that level, an empty list adds none.',
    },
    latent_image: { ...latent, help: 'The latent to add noise to.' },
  },
  outputs: { LATENT: latent },
  run: async ({ model, noise, sigmas, latent_image }) => ({
    LATENT: await addNoise(model, latent_image, noise, sigmas),
  }),
})
