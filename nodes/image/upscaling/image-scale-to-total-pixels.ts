import { scaleBy } from '../../../engine/image/transform/scale-image.ts'
import { float } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { imageMethod } from '../../geometry.ts'
import { image } from '../../sockets.ts'

export default defineNode({
  type: 'ImageScaleToTotalPixels',
  title: 'Scale Image to Total Pixels',
  about: 'Resizes pictures to a number of pixels and keeps their proportions.',
  inputs: {
    image,
    upscale_method: imageMethod,
    megapixels: float({
      default: 1,
      min: 0.01,
      max: 16,
      step: 0.01,
      help: '1 is 1024 × 1024 pixels, the size that SDXL was trained on.',
    }),
  },
  outputs: { IMAGE: image },

  run({ image, upscale_method, megapixels }) {
    const [, h = 1, w = 1] = image.dims
    const factor = Math.sqrt(Math.floor(megapixels * 1024 * 1024) / (w * h))
    return { IMAGE: scaleBy(image, factor, upscale_method) }
  },
})
