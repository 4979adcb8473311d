import { RangeInputError } from '../../engine/errors.ts'
import { cut } from '../../engine/tensor/cut.ts'
import { defineNode } from '../define.ts'
import { height, width, x, y } from '../geometry.ts'
import { mask } from '../sockets.ts'

const side = { min: 1, step: 1 }

export default defineNode({
  type: 'CropMask',
  title: 'CropMask',
  about: 'Cuts a rectangle out of a mask; it ends at the mask’s edge.',
  inputs: { mask, x: x(), y: y(), width: width(side), height: height(side) },
  outputs: { MASK: mask },

  run({ mask, x, y, width, height }) {
    const [, H = 0, W = 0] = mask.dims
    if (x >= W || y >= H)
      throw new RangeInputError(`the crop begins at (${x}, ${y}), outside the mask, which is ${W}×${H}`)
    return { MASK: cut(mask, 1, { x, y, width: Math.min(width, W - x), height: Math.min(height, H - y) }) }
  },
})
