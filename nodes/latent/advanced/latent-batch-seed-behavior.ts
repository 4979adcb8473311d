import { choice } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { latent } from '../../sockets.ts'

export default defineNode({
  type: 'LatentBatchSeedBehavior',
  title: 'LatentBatchSeedBehavior',
  about: 'Sets whether the pictures of a batch start from different noise or all from the same.',
  inputs: {
    samples: latent,
    seed_behavior: choice(['random', 'fixed'], {
      default: 'fixed',
      help: 'random: each picture has different noise, as usual. fixed: all have the noise of the first.',
    }),
  },
  outputs: { LATENT: latent },

  run({ samples: { batchIndex, ...latent }, seed_behavior }) {
    if (seed_behavior === 'random') return { LATENT: latent }
    const count = latent.samples.dims[0]!
    return { LATENT: { ...latent, batchIndex: Array<number>(count).fill(batchIndex?.[0] ?? 0) } }
  },
})
