import { repeatBatch } from '../../../engine/tensor/batch.ts'
import { joinAlong } from '../../../engine/tensor/tensor.ts'
import { choice } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { latent } from '../../sockets.ts'
import { latentAxis } from './latent-axis.ts'

export default defineNode({
  type: 'LatentConcat',
  title: 'LatentConcat',
  about: 'Joins two latents side by side or one above the other.',
  inputs: {
    samples1: { ...latent, help: 'Its number of pictures is kept.' },
    samples2: { ...latent, help: 'As high as the first for x, as wide for y.' },
    dim: choice(['x', '-x', 'y', '-y', 't', '-t'], {
      help: 'x: the second is to the right, -x to the left; y: below, -y above. t is for video only.',
    }),
  },
  outputs: { LATENT: latent },

  run({ samples1: a, samples2: b, dim }) {
    const second = repeatBatch(b.samples, a.samples.dims[0]!)
    const parts = dim.startsWith('-') ? [second, a.samples] : [a.samples, second]
    return { LATENT: { ...a, samples: joinAlong(parts, latentAxis(dim)) } }
  },
})
