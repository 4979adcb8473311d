import { imageMorphologies, morph } from '../../../engine/image/filters/image-morphology.ts'
import { choice, int } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { image } from '../../sockets.ts'

export default defineNode({
  type: 'Morphology',
  title: 'ImageMorphology',
  about: 'Grows or shrinks the light parts of pictures, or shows what that changes.',
  inputs: {
    image,
    operation: choice(imageMorphologies, {
      help: 'erode: darkest of the neighbours; dilate: lightest. open and close remove small light and dark spots; the others are differences.',
    }),
    kernel_size: int({ default: 3, min: 3, max: 999, help: 'The side of the square of neighbours, in pixels.' }),
  },
  outputs: { IMAGE: image },
  run: ({ image, operation, kernel_size }) => ({ IMAGE: morph(image, operation, kernel_size) }),
})
