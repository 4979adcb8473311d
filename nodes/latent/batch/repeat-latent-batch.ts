import { stack } from '../../../engine/tensor/tensor.ts'
import { int } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { latent } from '../../sockets.ts'

export default defineNode({
  type: 'RepeatLatentBatch',
  title: 'Repeat Latent Batch',
  about: 'Repeats a latent, so that one start gives several pictures.',
  inputs: { samples: latent, amount: int({ default: 1, min: 1, max: 64, help: 'The number of copies of each.' }) },
  outputs: { LATENT: latent },

  run({ samples: { samples, noiseMask, batchIndex }, amount }) {
    const times = <T>(value: T): T[] => Array<T>(amount).fill(value)
    return {
      LATENT: {
        samples: stack(times(samples)),
        ...(noiseMask && { noiseMask: noiseMask.dims[0] === 1 ? noiseMask : stack(times(noiseMask)) }),
        ...(batchIndex && { batchIndex: times(0).flatMap((_, copy) => shifted(batchIndex, copy)) }),
      },
    }
  },
})

/** Each copy gets different noise: its indices follow those of the copy before. */
function shifted(batchIndex: readonly number[], copy: number): number[] {
  const span = Math.max(...batchIndex) - Math.min(...batchIndex) + 1
  return batchIndex.map(index => index + copy * span)
}
