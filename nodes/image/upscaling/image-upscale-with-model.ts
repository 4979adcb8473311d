import { defineNode } from '../../define.ts'
import { upscaleImage } from '../../pipeline.ts'
import { image, upscaleModel } from '../../sockets.ts'

export default defineNode({
  type: 'ImageUpscaleWithModel',
  title: 'Upscale Image (using Model)',
  about: 'Enlarges pictures with a network that draws the missing detail.',
  inputs: { upscale_model: upscaleModel, image: { ...image, help: 'Taken in tiles of 512 pixels; alpha is ignored.' } },
  outputs: { IMAGE: image },

  async run({ upscale_model, image }, context) {
    return { IMAGE: await upscaleImage(upscale_model, image, context) }
  },
})
