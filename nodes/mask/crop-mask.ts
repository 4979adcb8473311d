import { RangeInputError } from '../../engine/errors.ts'
import { cut } from '../../engine/tensor/cut.ts'
import { defineNode } from '../define.ts'
import { height, width, x, y } from '../geometry.ts'
import { mask } from '../sockets.ts'

const side = { min: 1, step: 1 }

export default defineNode({
  type: 'CropMask',
  title: 'CropMask',
  about: 'Crops a mask to a rectangle, which ends at the edge of the mask.',
  inputs: { mask, x: x(), y: y(), width: width(side), height: height(side) },
  outputs: { MASK: mask },

  run({ mask, x, y, width, height }) {
    const [, H = 0, W = 0] = mask.dims
    if (x >= W || y >= H)
      throw new RangeInputError(
        `The crop starts at (${x}, ${y}), outside the mask of ${W}×${H} pixels. Set x below ${W} and y below ${H}.`,
      )
    return { MASK: cut(mask, 1, { x, y, width: Math.min(width, W - x), height: Math.min(height, H - y) }) }
  },
})
