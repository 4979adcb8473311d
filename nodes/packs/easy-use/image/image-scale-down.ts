import { scaleImage } from '../../../../engine/image/transform/scale-image.ts'
import { defineNode } from '../../../define.ts'
import { crop, height, width } from '../../../geometry.ts'
import { image } from '../../../sockets.ts'

const side = { min: 1, step: 1 }

export default defineNode({
  type: 'easy imageScaleDown',
  title: 'Image Scale Down',
  about: 'Resizes pictures with Lanczos (Easy Use).',
  inputs: { images: image, width: width(side, 'In pixels.'), height: height(side, 'In pixels.'), crop },
  outputs: { IMAGE: image },
  run: ({ images, ...size }) => ({ IMAGE: scaleImage(images, { ...size, method: 'lanczos' }) }),
})
