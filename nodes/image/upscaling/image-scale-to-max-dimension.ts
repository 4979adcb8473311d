import { scaleImage } from '../../../engine/image/transform/scale-image.ts'
import { roundHalfEven } from '../../../engine/tensor/round-half-even.ts'
import { choice, int } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { image } from '../../sockets.ts'

export default defineNode({
  type: 'ImageScaleToMaxDimension',
  title: 'ImageScaleToMaxDimension',
  about: 'Resizes pictures until their longer side has a given length.',
  inputs: {
    image,
    upscale_method: choice(['area', 'lanczos', 'bilinear', 'nearest-exact', 'bicubic'], {
      help: 'lanczos is sharpest; area is best for shrinking; nearest-exact keeps hard pixels.',
    }),
    largest_size: int({ default: 512, min: 0, max: 16_384, help: 'The longer side, in pixels; at least 1.' }),
  },
  outputs: { IMAGE: image },

  run({ image, upscale_method: method, largest_size }) {
    const [, h = 1, w = 1] = image.dims
    const length = Math.max(1, largest_size)
    const shorter = Math.max(1, roundHalfEven((Math.min(h, w) / Math.max(h, w)) * length))
    const [width, height] = w > h ? [length, shorter] : h > w ? [shorter, length] : [length, length]
    return { IMAGE: scaleImage(image, { width, height, method }) }
  },
})
