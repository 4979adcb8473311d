import { map } from '../../engine/tensor/tensor.ts'
import { float } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { mask } from '../sockets.ts'

export default defineNode({
  type: 'ThresholdMask',
  title: 'ThresholdMask',
  about: 'Sets every value of a mask to 0 or 1.',
  inputs: { mask, value: float({ default: 0.5, min: 0, max: 1, step: 0.01, help: 'Values above it become 1.' }) },
  outputs: { MASK: mask },

  run({ mask, value }) {
    // The mask is float32, in which 0.1 is slightly more than in float64.
    const threshold = Math.fround(value)
    return { MASK: map(mask, each => (each > threshold ? 1 : 0)) }
  },
})
