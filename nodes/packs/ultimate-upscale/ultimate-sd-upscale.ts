import { defineNode } from '../../define.ts'
import { image, upscaleModel } from '../../sockets.ts'
import { enlargeAndRedraw, pictureOf, sampling, sockets, tiling, upscaleBy } from './redraw.ts'

export default defineNode({
  type: 'UltimateSDUpscale',
  title: 'Ultimate SD Upscale',
  about:
    'Enlarges a picture with an upscale model and redraws it tile by tile, which adds detail (Ultimate SD Upscale).',
  inputs: {
    image: pictureOf('The picture to enlarge. Alpha is ignored.'),
    ...sockets,
    upscale_by: upscaleBy,
    ...sampling,
    upscale_model: upscaleModel,
    ...tiling,
  },
  outputs: { IMAGE: image },

  async run({ image, upscale_by: factor, upscale_model: upscaler, ...inputs }, context) {
    return { IMAGE: await enlargeAndRedraw(image, { ...inputs, factor, upscaler }, context) }
  },
})
