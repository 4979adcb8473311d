import { defineNode } from '../define.ts'
import { decodeLatent, previewDecode } from '../pipeline.ts'
import { image, latent, vae } from '../sockets.ts'

export default defineNode({
  type: 'VAEDecode',
  title: 'VAE Decode',
  about: 'Decodes a latent to a picture.',
  inputs: { samples: latent, vae },
  outputs: { IMAGE: image },

  preview: ({ samples, vae }, context) => previewDecode(vae, samples, context),

  async run({ samples, vae }, context) {
    return { IMAGE: await decodeLatent(vae, samples, context) }
  },
})
