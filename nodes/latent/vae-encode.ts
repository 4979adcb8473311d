import { defineNode } from '../define.ts'
import { encodeImage } from '../pipeline.ts'
import { image, latent, vae } from '../sockets.ts'

export default defineNode({
  type: 'VAEEncode',
  title: 'VAE Encode',
  about: 'Encodes a picture as a latent, to start the sampling from it.',
  inputs: { pixels: { ...image, help: 'Cropped on both sides to multiples of 8. Alpha is ignored.' }, vae },
  outputs: { LATENT: latent },

  async run({ pixels, vae }, context) {
    return { LATENT: { samples: await encodeImage(vae, pixels, context) } }
  },
})
