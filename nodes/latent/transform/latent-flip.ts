import { flip } from '../../../engine/tensor/turn.ts'
import { choice } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { latent } from '../../sockets.ts'

export default defineNode({
  type: 'LatentFlip',
  title: 'Flip Latent',
  about: 'Flips a latent.',
  inputs: {
    samples: latent,
    flip_method: choice(['x-axis: vertically', 'y-axis: horizontally'], {
      help: 'vertically swaps top and bottom, horizontally swaps left and right.',
    }),
  },
  outputs: { LATENT: latent },

  run({ samples: latent, flip_method }) {
    const what = flip_method === 'x-axis: vertically' ? 'rows' : 'columns'
    return { LATENT: { ...latent, samples: flip(latent.samples, what) } }
  },
})
