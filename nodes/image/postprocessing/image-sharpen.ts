import { sharpen, unsharpMask } from '../../../engine/image/filters/blur.ts'
import { float, int } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { image } from '../../sockets.ts'

export default defineNode({
  type: 'ImageSharpen',
  title: 'Image Sharpen',
  about: 'Sharpens pictures: what differs from its surroundings differs more.',
  formula: unsharpMask,
  inputs: {
    image,
    sharpen_radius: int({ default: 1, min: 1, max: 31, help: 'How many pixels around each are its surroundings.' }),
    sigma: float({
      default: 1,
      min: 0.1,
      max: 10,
      step: 0.01,
      help: 'In radii: 0.3 fades to nothing, 3 is almost even.',
    }),
    alpha: float({ default: 1, min: 0, max: 5, step: 0.01, help: 'How much; 0 changes nothing, 0.1 is gentle.' }),
  },
  outputs: { IMAGE: image },

  run: ({ image, sharpen_radius: radius, sigma, alpha }) => ({ IMAGE: sharpen(image, { radius, sigma, alpha }) }),
})
