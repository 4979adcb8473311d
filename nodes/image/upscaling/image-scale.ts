import { scaleImage } from '../../../engine/image/transform/scale-image.ts'
import { roundHalfEven } from '../../../engine/tensor/round-half-even.ts'
import { defineNode } from '../../define.ts'
import { crop, height, imageMethod, orInProportion, width } from '../../geometry.ts'
import { image } from '../../sockets.ts'

const side = { min: 0, step: 1 }

export default defineNode({
  type: 'ImageScale',
  title: 'Upscale Image',
  about: 'Resizes pictures to a given size.',
  inputs: {
    image,
    upscale_method: imageMethod,
    width: width(side, orInProportion),
    height: height(side, orInProportion),
    crop,
  },
  outputs: { IMAGE: image },

  run({ image, upscale_method: method, crop, ...wanted }) {
    if (wanted.width === 0 && wanted.height === 0) return { IMAGE: image }
    const [, h = 1, w = 1] = image.dims
    const width = wanted.width || Math.max(1, roundHalfEven((w * wanted.height) / h))
    const height = wanted.height || Math.max(1, roundHalfEven((h * wanted.width) / w))
    return { IMAGE: scaleImage(image, { width, height, method, crop }) }
  },
})
