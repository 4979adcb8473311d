import { mixDirections, mixedDirections } from '../../../engine/tensor/mix-directions.ts'
import { match } from '../../../engine/tensor/resize/scale.ts'
import { float } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { latent } from '../../sockets.ts'

export default defineNode({
  type: 'LatentInterpolate',
  title: 'LatentInterpolate',
  about: 'Mixes the directions and the lengths of two latents separately, so that the mix is as strong as its parts.',
  formula: mixedDirections,
  inputs: {
    samples1: { ...latent, help: 'Its size, noise mask and number of pictures are kept.' },
    samples2: { ...latent, help: 'Resized to the first, with as many pictures.' },
    ratio: float({ default: 1, min: 0, max: 1, step: 0.01, help: 'Share of the first. 0 is the second only.' }),
  },
  outputs: { LATENT: latent },

  run: ({ samples1: a, samples2: b, ratio }) => ({
    LATENT: { ...a, samples: mixDirections(a.samples, match(b.samples, a.samples), ratio) },
  }),
})
