import { combineMasks, maskOperations } from '../../engine/image/masks/combine-masks.ts'
import { choice } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { x, y } from '../geometry.ts'
import { mask } from '../sockets.ts'

export default defineNode({
  type: 'MaskComposite',
  title: 'MaskComposite',
  about: 'Combines two masks by arithmetic (multiply, add, subtract) or by logic (and, or, xor).',
  inputs: {
    destination: { ...mask, help: 'The mask below. Its size is kept.' },
    source: { ...mask, help: 'Placed on the other. What extends beyond its edges is cut off.' },
    x: x(),
    y: y(),
    operation: choice(maskOperations, {
      help: 'and, or and xor round both masks to 0 or 1. The others calculate with all values and limit the result to 0…1.',
    }),
  },
  outputs: { MASK: mask },

  run: ({ destination, source, x, y, operation }) => ({
    MASK: combineMasks(destination, source, { x, y }, operation),
  }),
})
