import { roundHalfEven } from '../../../engine/tensor/round-half-even.ts'
import { map } from '../../../engine/tensor/tensor.ts'
import inpainting from '../../conditioning/inpaint/inpaint-model-conditioning.ts'
import { defineNode } from '../../define.ts'
import { conditioning, latent } from '../../sockets.ts'

const { positive, negative, vae, pixels, mask } = inpainting.inputs

export default defineNode({
  type: 'INPAINT_VAEEncodeInpaintConditioning',
  title: 'VAE Encode & Inpaint Conditioning',
  about: 'Prepares a picture for an inpainting model and for the inpaint patch of Fooocus at once (Inpaint Nodes).',
  inputs: { positive, negative, vae, pixels, mask },
  outputs: { positive: conditioning, negative: conditioning, latent_inpaint: latent, latent_samples: latent },

  async run(inputs, context) {
    const made = await inpainting.run({ ...inputs, noise_mask: true }, context)
    const { latent: samples } = made.positive[0]!.inpaint!
    const noiseMask = map(made.latent.noiseMask!, roundHalfEven)
    return {
      positive: made.positive,
      negative: made.negative,
      latent_inpaint: { samples, noiseMask },
      latent_samples: made.latent,
    }
  },
})
