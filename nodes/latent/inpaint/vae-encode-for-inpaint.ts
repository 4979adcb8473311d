import { fitMask, greyOut, growMask } from '../../../engine/image/masks/inpaint-mask.ts'
import { int } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { encodeImage } from '../../pipeline.ts'
import { image, latent, mask, vae } from '../../sockets.ts'

export default defineNode({
  type: 'VAEEncodeForInpaint',
  title: 'VAE Encode (for Inpainting)',
  about: 'Encodes a picture with its masked part greyed out, to be painted anew at denoise 1.',
  inputs: {
    pixels: { ...image, help: 'Cropped on both sides to multiples of 8.' },
    vae,
    mask: { ...mask, help: '1 (white) is painted anew. Resized to the picture.' },
    grow_mask_by: int({ default: 6, min: 0, max: 64, help: 'Pixels that the mask grows by, to hide the seam.' }),
  },
  outputs: { LATENT: latent },

  async run({ pixels, vae, mask, grow_mask_by }, context) {
    const fitted = fitMask(mask, pixels)
    const samples = await encodeImage(vae, greyOut(pixels, fitted), context)
    return { LATENT: { samples, noiseMask: growMask(fitted, grow_mask_by) } }
  },
})
