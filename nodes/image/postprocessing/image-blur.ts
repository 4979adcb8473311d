import { blur } from '../../../engine/image/filters/blur.ts'
import { float, int } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { image } from '../../sockets.ts'

export default defineNode({
  type: 'ImageBlur',
  title: 'Image Blur',
  about: 'Blurs pictures.',
  inputs: {
    image,
    blur_radius: int({ default: 1, min: 1, max: 31, help: 'Radius of the blur, in pixels.' }),
    sigma: float({
      default: 1,
      min: 0.1,
      max: 10,
      step: 0.1,
      help: 'Width of the Gaussian in radii. 0.3 fades to 0 at the edge, 3 is almost uniform.',
    }),
  },
  outputs: { IMAGE: image },

  run: ({ image, blur_radius, sigma }) => ({ IMAGE: blur(image, blur_radius, sigma) }),
})
