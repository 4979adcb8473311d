import { directions, spacingColors, stitch } from '../../../engine/image/transform/stitch.ts'
import { choice, int, optional, toggle } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { image } from '../../sockets.ts'

export default defineNode({
  type: 'ImageStitch',
  title: 'Image Stitch',
  about: 'Puts two pictures side by side. Without the second one it passes on the first.',
  inputs: {
    image1: image,
    direction: choice(directions, { help: 'Where the second picture goes.' }),
    match_image_size: toggle({
      default: true,
      help: 'Resizes the second picture to the height (or width) of the first. Off: the smaller one is centred.',
    }),
    spacing_width: int({ default: 0, min: 0, max: 1024, step: 2, help: 'Pixels between the two.' }),
    spacing_color: choice(spacingColors, { help: 'The colour between them.' }),
    image2: optional(image),
  },
  outputs: { IMAGE: image },

  run({ image1, image2, direction, match_image_size: sameSize, spacing_width: spacing, spacing_color: color }) {
    return { IMAGE: image2 ? stitch(image1, image2, { direction, sameSize, spacing, color }) : image1 }
  },
})
