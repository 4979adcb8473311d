import { rows } from '../../../engine/tensor/tensor.ts'
import { int } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { latent } from '../../sockets.ts'

export default defineNode({
  type: 'LatentFromBatch',
  title: 'Latent From Batch',
  about: 'Takes some of a batch; sampled again with the same seed they come out as they did in the batch.',
  inputs: {
    samples: latent,
    batch_index: int({
      default: 0,
      min: 0,
      max: 63,
      help: 'The first to take, counted from 0; beyond the end, the last.',
    }),
    length: int({ default: 1, min: 1, max: 64, help: 'How many to take.' }),
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
