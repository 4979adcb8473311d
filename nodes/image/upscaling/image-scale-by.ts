import { scaleBy as resizeBy } from '../../../engine/image/transform/scale-image.ts'
import { defineNode } from '../../define.ts'
import { imageMethod, scaleBy } from '../../geometry.ts'
import { image } from '../../sockets.ts'

export default defineNode({
  type: 'ImageScaleBy',
  title: 'Upscale Image By',
  about: 'Resizes pictures by a factor.',
  inputs: { image, upscale_method: imageMethod, scale_by: scaleBy({ default: 1 }) },
  outputs: { IMAGE: image },

  run: ({ image, upscale_method, scale_by }) => ({ IMAGE: resizeBy(image, scale_by, upscale_method) }),
})
