import { fromPlanes, toPlanes } from '../../../engine/image/transform/planes.ts'
import { flip } from '../../../engine/tensor/turn.ts'
import { choice } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { image } from '../../sockets.ts'

export default defineNode({
  type: 'ImageFlip',
  title: 'ImageFlip',
  about: 'Mirrors pictures.',
  inputs: {
    image,
    flip_method: choice(['x-axis: vertically', 'y-axis: horizontally'], {
      help: 'vertically swaps top and bottom, horizontally swaps left and right.',
    }),
  },
  outputs: { IMAGE: image },

  run({ image, flip_method }) {
    const what = flip_method === 'x-axis: vertically' ? 'rows' : 'columns'
    return { IMAGE: fromPlanes(flip(toPlanes(image), what)) }
  },
})
