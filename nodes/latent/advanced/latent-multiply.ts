import { map } from '../../../engine/tensor/tensor.ts'
import { float } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { latent } from '../../sockets.ts'

export default defineNode({
  type: 'LatentMultiply',
  title: 'LatentMultiply',
  about: 'Multiplies every value of a latent: above 1 increases the contrast, below 1 reduces it.',
  inputs: {
    samples: latent,
    multiplier: float({
      default: 1,
      min: -10,
      max: 10,
      step: 0.01,
      help: '1 changes nothing, 0 gives an empty latent.',
    }),
  },
  outputs: { LATENT: latent },

  run: ({ samples: latent, multiplier }) => ({
    LATENT: { ...latent, samples: map(latent.samples, value => value * multiplier) },
  }),
})
