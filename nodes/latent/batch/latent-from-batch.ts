import { rows } from '../../../engine/tensor/tensor.ts'
import { int } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { latent } from '../../sockets.ts'

export default defineNode({
  type: 'LatentFromBatch',
  title: 'Latent From Batch',
  about: 'Selects latents of a batch; sampled with the same seed they give the same pictures as in the batch.',
  inputs: {
    samples: latent,
    batch_index: int({
      default: 0,
      min: 0,
      max: 63,
      help: 'The first to select, counted from 0. A value beyond the end means the last.',
    }),
    length: int({ default: 1, min: 1, max: 64, help: 'How many to select.' }),
  },
  outputs: { LATENT: latent },

  run({ samples: { samples, noiseMask, batchIndex }, batch_index, length }) {
    const count = samples.dims[0]!
    const from = Math.min(batch_index, count - 1)
    const to = Math.min(from + length, count)
    const index = batchIndex ?? Array.from({ length: count }, (_, i) => i)
    return {
      LATENT: {
        samples: rows(samples, from, to),
        ...(noiseMask && { noiseMask: noiseMask.dims[0] === 1 ? noiseMask : rows(noiseMask, from, to) }),
        batchIndex: index.slice(from, to),
      },
    }
  },
})
