import { reinhard } from '../../../../engine/pipeline/guidance/latent-operation.ts'
import { float } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { latentOperation } from '../../../sockets.ts'

export default defineNode({
  type: 'LatentOperationTonemapReinhard',
  title: 'LatentOperationTonemapReinhard',
  about: 'Compresses the largest values of a latent, or of the guidance: allows a higher cfg.',
  formula: reinhard,
  inputs: {
    multiplier: float({
      default: 1,
      min: 0,
      max: 100,
      step: 0.01,
      help: 'Where values stop growing. Lower compresses more.',
    }),
  },
  outputs: { LATENT_OPERATION: latentOperation },
  run: ({ multiplier }) => ({ LATENT_OPERATION: { kind: 'tonemap-reinhard', multiplier } }),
})
