import { int } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { latent } from '../../sockets.ts'

/** As with Rebatch Images. Each latent keeps its place in the batch, from which its noise is made. */
export default defineNode({
  type: 'RebatchLatents',
  title: 'Rebatch Latents',
  about: 'Passes a batch on as a whole, with a place for each latent, so that each gets its own noise.',
  inputs: { latents: latent, batch_size: int({ default: 1, min: 1, max: 4096, help: 'Ignored.' }) },
  outputs: { LATENT: latent },

  run: ({ latents }) => ({
    LATENT: {
      ...latents,
      batchIndex: latents.batchIndex ?? Array.from({ length: latents.samples.dims[0]! }, (_, i) => i),
    },
  }),
})
