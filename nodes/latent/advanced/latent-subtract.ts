import { match } from '../../../engine/tensor/resize/scale.ts'
import { mix } from '../../../engine/tensor/tensor.ts'
import { defineNode } from '../../define.ts'
import { latent } from '../../sockets.ts'

export default defineNode({
  type: 'LatentSubtract',
  title: 'LatentSubtract',
  about: 'Subtracts one latent from another: a − b.',
  inputs: {
    samples1: { ...latent, help: 'Its size, noise mask and number of pictures stay.' },
    samples2: { ...latent, help: 'What is subtracted; brought to the size and number of the first.' },
  },
  outputs: { LATENT: latent },

  run: ({ samples1: a, samples2: b }) => ({
    LATENT: { ...a, samples: mix([1, a.samples], [-1, match(b.samples, a.samples)]) },
  }),
})
