import { RangeInputError } from '../../../engine/errors.ts'
import { map } from '../../../engine/tensor/tensor.ts'
import { float } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { mask } from '../../sockets.ts'

export default defineNode({
  type: 'INPAINT_DenoiseToCompositingMask',
  title: 'Denoise to Compositing Mask',
  about: 'Makes a mask for blending of one that says how much is painted anew (Inpaint Nodes).',
  inputs: {
    mask,
    offset: float({ default: 0.1, min: 0, max: 1, step: 0.01, help: 'Becomes 0, as all below it.' }),
    threshold: float({ default: 0.2, min: 0.01, max: 1, step: 0.01, help: 'Becomes 1, as all above it.' }),
  },
  outputs: { mask },

  run({ mask, offset, threshold }) {
    if (offset >= threshold)
      throw new RangeInputError(`The threshold is ${threshold} and must be above the offset, ${offset}.`)
    return { mask: map(mask, value => Math.min(Math.max((value - offset) / (threshold - offset), 0), 1)) }
  },
})
