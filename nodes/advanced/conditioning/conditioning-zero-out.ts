import { zeros } from '../../../engine/tensor/tensor.ts'
import { defineNode } from '../../define.ts'
import { conditioning } from '../../sockets.ts'

export default defineNode({
  type: 'ConditioningZeroOut',
  title: 'ConditioningZeroOut',
  about: 'Sets an encoded prompt to zeros, which is not the same as an empty text.',
  inputs: { conditioning },
  outputs: { CONDITIONING: conditioning },

  run: ({ conditioning }) => ({
    CONDITIONING: conditioning.map(({ embedding, pooled, ...rest }) => ({
      ...rest,
      embedding: zeros(embedding.dims),
      ...(pooled && { pooled: zeros(pooled.dims) }),
    })),
  }),
})
