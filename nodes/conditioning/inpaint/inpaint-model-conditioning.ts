import { fitMask, greyOut } from '../../../engine/image/masks/inpaint-mask.ts'
import type { Conditioning } from '../../../engine/pipeline/types.ts'
import { toggle } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { encodeImage } from '../../pipeline.ts'
import { conditioning, image, latent, mask, vae } from '../../sockets.ts'

export default defineNode({
  type: 'InpaintModelConditioning',
  title: 'InpaintModelConditioning',
  about: 'Gives an inpainting model the picture without its masked part, so that it paints what fits there.',
  inputs: {
    positive: conditioning,
    negative: conditioning,
    vae,
    pixels: { ...image, help: 'Cropped on both sides to multiples of 8.' },
    mask: { ...mask, help: '1 (white) is painted anew.' },
    noise_mask: toggle({
      default: true,
      help: 'Keeps the rest of the picture exactly. When off, the model may change all of it.',
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
