import { defineNode } from '../../define.ts'
import { upscaleImage } from '../../pipeline.ts'
import { image, upscaleModel } from '../../sockets.ts'

export default defineNode({
  type: 'ImageUpscaleWithModel',
  title: 'Upscale Image (using Model)',
  about: 'Enlarges pictures with an upscale model, which adds detail.',
  inputs: {
    upscale_model: upscaleModel,
    image: { ...image, help: 'Processed in tiles of 512 pixels. Alpha is ignored.' },
  },
  outputs: { IMAGE: image },

  async run({ upscale_model, image }, context) {
    return { IMAGE: await upscaleImage(upscale_model, image, context) }
  },
})
