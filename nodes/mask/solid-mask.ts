import { affordable, pieces } from '../../engine/tensor/affordable.ts'
import { float } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { height, width } from '../geometry.ts'
import { mask } from '../sockets.ts'

const side = { min: 1, step: 1 }

export default defineNode({
  type: 'SolidMask',
  title: 'SolidMask',
  about: 'Makes a mask with the same value everywhere.',
  inputs: {
    value: float({ default: 1, min: 0, max: 1, step: 0.01, help: '1 (white) selects everything, 0 (black) nothing.' }),
    width: width(side),
    height: height(side),
  },
  outputs: { MASK: mask },

  run({ value, width, height }) {
    const dims = affordable([1, height, width], pieces(1, width, height))
    return { MASK: { dims, data: new Float32Array(width * height).fill(value) } }
  },
})
