import { sharpen, unsharpMask } from '../../../engine/image/filters/blur.ts'
import { float, int } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { image } from '../../sockets.ts'

export default defineNode({
  type: 'ImageSharpen',
  title: 'Image Sharpen',
  about: 'Sharpens pictures: increases the difference of each pixel from its surroundings.',
  formula: unsharpMask,
  inputs: {
    image,
    sharpen_radius: int({ default: 1, min: 1, max: 31, help: 'Radius of the surroundings, in pixels.' }),
    sigma: float({
      default: 1,
      min: 0.1,
      max: 10,
      step: 0.01,
      help: 'Width of the Gaussian in radii. 0.3 fades to 0 at the edge, 3 is almost uniform.',
    }),
    alpha: float({ default: 1, min: 0, max: 5, step: 0.01, help: 'Amount. 0 changes nothing, 0.1 is slight.' }),
  },
  outputs: { IMAGE: image },

  run: ({ image, sharpen_radius: radius, sigma, alpha }) => ({ IMAGE: sharpen(image, { radius, sigma, alpha }) }),
})
