import { map } from '../../engine/tensor/tensor.ts'
import { defineNode } from '../define.ts'
import { mask } from '../sockets.ts'

export default defineNode({
  type: 'InvertMask',
  title: 'InvertMask',
  about: 'Inverts a mask: 1 becomes 0, and 0 becomes 1.',
  inputs: { mask },
  outputs: { MASK: mask },

  run: ({ mask }) => ({ MASK: map(mask, value => 1 - value) }),
})
