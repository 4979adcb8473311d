import { map } from '../../engine/tensor/tensor.ts'
import { defineNode } from '../define.ts'
import { mask } from '../sockets.ts'

export default defineNode({
  type: 'InvertMask',
  title: 'InvertMask',
  about: 'Swaps what a mask means and what it leaves out.',
  inputs: { mask },
  outputs: { MASK: mask },

  run: ({ mask }) => ({ MASK: map(mask, value => 1 - value) }),
})
