import { optional } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { image, weightsStrategy } from '../../../sockets.ts'
import weights, { weightsOf } from './ip-adapter-weights.ts'

export default defineNode({
  type: 'IPAdapterWeightsFromStrategy',
  title: 'IPAdapter Weights From Strategy',
  about: 'Makes the same weights for other pictures (IPAdapter plus).',
  formula: weights.formula!,
  inputs: {
    weights_strategy: weightsStrategy,
    image: optional({ ...image, help: 'The pictures, as a batch.' }),
  },
  outputs: weights.outputs,

  run: ({ weights_strategy, image }) => weightsOf(weights_strategy, image),
})
