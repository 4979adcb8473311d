import { defineNode } from '../define.ts'
import { decodeLatent } from '../pipeline.ts'
import { image, latent, vae } from '../sockets.ts'

export default defineNode({
  type: 'VAEDecode',
  title: 'VAE Decode',
  about: 'Develops a latent into a picture.',
  inputs: { samples: latent, vae },
  outputs: { IMAGE: image },

  async run({ samples, vae }, context) {
    return { IMAGE: await decodeLatent(vae, samples, context) }
  },
})
