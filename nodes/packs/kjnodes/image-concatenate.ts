import { scaleImage } from '../../../engine/image/transform/scale-image.ts'
import { directions, stitch } from '../../../engine/image/transform/stitch.ts'
import { choice, toggle } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { image } from '../../sockets.ts'

export default defineNode({
  type: 'ImageConcanate',
  title: 'Image Concatenate',
  about: 'Puts two pictures side by side (KJNodes).',
  inputs: {
    image1: image,
    image2: image,
    direction: choice(directions, { help: 'Where the second picture goes.' }),
    match_image_size: toggle({ default: false, help: 'On: the second picture gets the size of the first.' }),
  },
  outputs: { IMAGE: image },

  run({ image1, image2, direction, match_image_size }) {
    const [, height = 1, width = 1] = image1.dims
    const second = match_image_size ? scaleImage(image2, { width, height, method: 'lanczos' }) : image2
    return { IMAGE: stitch(image1, second, { direction, sameSize: false, spacing: 0, color: 'black' }) }
  },
})
