import { grow } from '../../engine/image/masks/morphology.ts'
import { int, toggle } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { mask } from '../sockets.ts'

export default defineNode({
  type: 'GrowMask',
  title: 'GrowMask',
  about: 'Grows or shrinks the white part of a mask.',
  inputs: {
    mask,
    expand: int({ default: 0, min: -16_384, max: 16_384, help: 'In pixels. Negative values shrink it.' }),
    tapered_corners: toggle({ default: true, help: 'Corners grow less than sides: a single pixel becomes a diamond.' }),
  },
  outputs: { MASK: mask },

  run: ({ mask, expand, tapered_corners }) => ({ MASK: grow(mask, { by: expand, square: !tapered_corners }) }),
})
