import { combineMasks, maskOperations } from '../../engine/image/masks/combine-masks.ts'
import { choice } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { x, y } from '../geometry.ts'
import { mask } from '../sockets.ts'

export default defineNode({
  type: 'MaskComposite',
  title: 'MaskComposite',
  about: 'Combines two masks: adds, takes away, or keeps what both mean.',
  inputs: {
    destination: { ...mask, help: 'The ground. Its size stays.' },
    source: { ...mask, help: 'What is laid on it; what hangs over the edge is left off.' },
    x: x(),
    y: y(),
    operation: choice(maskOperations, {
      help: 'and, or, xor see only black and white (from 0.5); the others count with greys, held to 0…1.',
    }),
  },
  outputs: { MASK: mask },

  run: ({ destination, source, x, y, operation }) => ({
    MASK: combineMasks(destination, source, { x, y }, operation),
  }),
})
