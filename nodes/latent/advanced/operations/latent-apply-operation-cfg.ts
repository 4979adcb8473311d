import { patched } from '../../../../engine/pipeline/types.ts'
import { defineNode } from '../../../define.ts'
import { latentOperation, model } from '../../../sockets.ts'

export default defineNode({
  type: 'LatentApplyOperationCFG',
  title: 'LatentApplyOperationCFG',
  about: 'Applies an operation to the guidance of each step.',

  inputs: {
    model,
    operation: latentOperation,
  },
  outputs: { MODEL: model },
  run: ({ model, operation }) => ({ MODEL: patched(model, { kind: 'latent-operation', operation }) }),
})
