import { map } from '../../../engine/tensor/tensor.ts'
import { float } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { mask } from '../../sockets.ts'

export default defineNode({
  type: 'INPAINT_StabilizeMask',
  title: 'Stabilize Mask',
  about: 'Makes the nearly white parts of a mask white (Inpaint Nodes).',
  inputs: {
    mask,
    epsilon: float({ default: 0.01, min: 0, max: 1, step: 0.0001, help: 'How far below 1 a pixel may be.' }),
  },
  outputs: { mask },
  run: ({ mask, epsilon }) => ({ mask: map(mask, value => (value > 1 - epsilon ? 1 : value)) }),
})
