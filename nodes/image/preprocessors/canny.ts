import { RangeInputError } from '../../../engine/errors.ts'
import { canny, cannyEdges } from '../../../engine/image/filters/canny.ts'
import { greyPictures } from '../../../engine/image/transform/channels.ts'
import { float } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { image } from '../../sockets.ts'

const threshold = { min: 0.01, max: 0.99, step: 0.01 }

export default defineNode({
  type: 'Canny',
  title: 'Canny',
  about: 'Finds the edges of pictures and draws them white on black, for canny ControlNets.',
  formula: cannyEdges,
  inputs: {
    image,
    low_threshold: float({
      default: 0.4,
      ...threshold,
      help: 'An edge steeper than this is kept where it touches a strong edge.',
    }),
    high_threshold: float({
      default: 0.8,
      ...threshold,
      help: 'An edge steeper than this is a strong edge. Lower values find more edges.',
    }),
  },
  outputs: { IMAGE: image },

  run({ image, low_threshold: low, high_threshold: high }) {
    if (low > high)
      throw new RangeInputError(
        `low_threshold is ${low}, expected at most high_threshold, which is ${high}. Swap them.`,
      )
    return { IMAGE: greyPictures(canny(image, { low, high })) }
  },
})
