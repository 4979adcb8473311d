import { map } from '../../engine/tensor/tensor.ts'
import { float } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { mask } from '../sockets.ts'

export default defineNode({
  type: 'ThresholdMask',
  title: 'ThresholdMask',
  about: 'Makes a mask black and white.',
  inputs: { mask, value: float({ default: 0.5, min: 0, max: 1, step: 0.01, help: 'What is above it becomes white.' }) },
  outputs: { MASK: mask },

  run({ mask, value }) {
    // The mask is float32; 0.1 there is a little more than 0.1 here.
    const threshold = Math.fround(value)
    return { MASK: map(mask, each => (each > threshold ? 1 : 0)) }
  },
})
