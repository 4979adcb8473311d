import { applyOperation } from '../../../../engine/pipeline/guidance/latent-operation.ts'
import { defineNode } from '../../../define.ts'
import { latent, latentOperation } from '../../../sockets.ts'

export default defineNode({
  type: 'LatentApplyOperation',
  title: 'LatentApplyOperation',
  about: 'Applies an operation to a latent.',
  inputs: { samples: latent, operation: latentOperation },
  outputs: { LATENT: latent },
  run: ({ samples, operation }) => ({
    LATENT: { ...samples, samples: applyOperation(operation, samples.samples) },
  }),
})
