import type { Conditioning } from '../../../engine/pipeline/types.ts'
import { zeros } from '../../../engine/tensor/tensor.ts'
import { defineNode } from '../../define.ts'
import { encodeImage } from '../../pipeline.ts'
import { conditioning, image, latent, vae } from '../../sockets.ts'

export default defineNode({
  type: 'InstructPixToPixConditioning',
  title: 'InstructPixToPixConditioning',
  about: 'Gives an InstructPix2Pix model the picture to edit; the prompt is the instruction.',
  inputs: {
    positive: conditioning,
    negative: conditioning,
    vae,
    pixels: { ...image, help: 'Cropped on both sides to multiples of 8.' },
  },
  outputs: { positive: conditioning, negative: conditioning, latent },

  async run({ positive, negative, vae, pixels }, context) {
    const edited = await encodeImage(vae, pixels, context)
    const shown = (prompts: Conditioning) => prompts.map(prompt => ({ ...prompt, edited }))
    return { positive: shown(positive), negative: shown(negative), latent: { samples: zeros(edited.dims) } }
  },
})
