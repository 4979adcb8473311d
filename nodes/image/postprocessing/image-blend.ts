import { blend, blendModes } from '../../../engine/image/filters/blend.ts'
import { channelsLike } from '../../../engine/image/transform/channels.ts'
import { scaleTo } from '../../../engine/image/transform/scale-image.ts'
import { choice, float } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { image } from '../../sockets.ts'

export default defineNode({
  type: 'ImageBlend',
  title: 'Image Blend',
  about: 'Blends two pictures, as layers in a drawing program.',
  inputs: {
    image1: { ...image, help: 'The lower layer. Its size is kept.' },
    image2: { ...image, help: 'The upper layer. Resized to the lower layer and cropped on both sides.' },
    blend_factor: float({ default: 0.5, min: 0, max: 1, step: 0.01, help: '0 is the lower layer only.' }),
    blend_mode: choice(blendModes, {
      help: 'multiply darkens, screen lightens, overlay and soft_light add contrast, difference subtracts.',
    }),
  },
  outputs: { IMAGE: image },

  run({ image1, image2, blend_factor, blend_mode }) {
    const above = scaleTo(channelsLike(image2, image1), image1, 'bicubic')
    return { IMAGE: blend(image1, above, blend_mode, blend_factor) }
  },
})
