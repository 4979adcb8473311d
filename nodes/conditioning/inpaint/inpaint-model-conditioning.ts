import { fitMask, greyOut } from '../../../engine/image/masks/inpaint-mask.ts'
import type { Conditioning } from '../../../engine/pipeline/types.ts'
import { toggle } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { encodeImage } from '../../pipeline.ts'
import { conditioning, image, latent, mask, vae } from '../../sockets.ts'

export default defineNode({
  type: 'InpaintModelConditioning',
  title: 'InpaintModelConditioning',
  about: 'Shows an inpainting model the picture with a hole in it, so that it paints what fits.',
  inputs: {
    positive: conditioning,
    negative: conditioning,
    vae,
    pixels: { ...image, help: 'Cropped evenly to multiples of 8.' },
    mask: { ...mask, help: '1 (white) is painted anew.' },
    noise_mask: toggle({
      default: true,
      help: 'Keeps the rest exactly as it is. Off lets the model touch everything.',
    }),
  },
  outputs: { positive: conditioning, negative: conditioning, latent },

  async run({ positive, negative, vae, pixels, mask, noise_mask }, context) {
    const fitted = fitMask(mask, pixels)
    const inpaint = { mask: fitted, latent: await encodeImage(vae, greyOut(pixels, fitted), context) }
    const samples = await encodeImage(vae, pixels, context)
    const shown = (prompts: Conditioning) => prompts.map(prompt => ({ ...prompt, inpaint }))
    const latent = noise_mask ? { samples, noiseMask: fitted } : { samples }
    return { positive: shown(positive), negative: shown(negative), latent }
  },
})
