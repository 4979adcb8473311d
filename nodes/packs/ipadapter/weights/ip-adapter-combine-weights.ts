import { floats } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { numbers, whole } from '../../../sockets.ts'

const weights = floats({ default: 0, min: 0, max: 1, step: 0.05, help: 'One weight, or a list over a wire.' })

export default defineNode({
  type: 'IPAdapterCombineWeights',
  title: 'IPAdapter Combine Weights',
  about: 'Puts two lists of weights one behind the other (IPAdapter plus).',
  inputs: { weights_1: weights, weights_2: weights },
  outputs: { weights: numbers, count: whole },

  run({ weights_1, weights_2 }) {
    const weights = [weights_1, weights_2].flat()
    return { weights, count: weights.length }
  },
})
