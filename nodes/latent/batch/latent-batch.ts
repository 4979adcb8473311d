import type { Latent } from '../../../engine/pipeline/types.ts'
import { fitTo } from '../../../engine/tensor/resize/scale.ts'
import { stack } from '../../../engine/tensor/tensor.ts'
import { defineNode } from '../../define.ts'
import { latent } from '../../sockets.ts'

export default defineNode({
  type: 'LatentBatch',
  title: 'LatentBatch',
  about: 'Joins two batches of latents.',
  inputs: {
    samples1: { ...latent, help: 'The first latents. Their size and noise mask are kept.' },
    samples2: { ...latent, help: 'The latents after them. Resized to the first.' },
  },
  outputs: { LATENT: latent },

  run: ({ samples1: a, samples2: b }) => ({
    LATENT: {
      ...a,
      samples: stack([a.samples, fitTo(b.samples, a.samples, 'bilinear')]),
      batchIndex: [...indices(a), ...indices(b)],
    },
  }),
})

/** As in ComfyUI, both count from 0 where they have no place in a batch: their noise is then the same. */
const indices = ({ batchIndex, samples }: Latent): readonly number[] =>
  batchIndex ?? Array.from({ length: samples.dims[0]! }, (_, i) => i)
