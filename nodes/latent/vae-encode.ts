import { defineNode } from '../define.ts'
import { encodeImage } from '../pipeline.ts'
import { image, latent, vae } from '../sockets.ts'

export default defineNode({
  type: 'VAEEncode',
  title: 'VAE Encode',
  about: 'Turns a picture into a latent, to start sampling from it instead of from noise.',
  inputs: { pixels: { ...image, help: 'Cropped evenly to multiples of 8; alpha is ignored.' }, vae },
  outputs: { LATENT: latent },

  async run({ pixels, vae }, context) {
    return { LATENT: { samples: await encodeImage(vae, pixels, context) } }
  },
})
