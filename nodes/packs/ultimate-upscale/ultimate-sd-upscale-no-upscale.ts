import { defineNode } from '../../define.ts'
import { image } from '../../sockets.ts'
import { enlargeAndRedraw, pictureOf, sampling, sockets, tiling } from './redraw.ts'

export default defineNode({
  type: 'UltimateSDUpscaleNoUpscale',
  title: 'Ultimate SD Upscale (No Upscale)',
  about: 'Redraws a picture tile by tile at the size that it has, which adds detail (Ultimate SD Upscale).',
  inputs: {
    upscaled_image: pictureOf('Its sides become multiples of 8. Alpha is ignored.'),
    ...sockets,
    ...sampling,
    ...tiling,
  },
  outputs: { IMAGE: image },

  async run({ upscaled_image, ...inputs }, context) {
    return { IMAGE: await enlargeAndRedraw(upscaled_image, { ...inputs, factor: 1 }, context) }
  },
})
