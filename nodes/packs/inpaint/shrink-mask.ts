import { erodeBinary } from '../../../engine/image/masks/binary-morphology.ts'
import { blurMask } from '../../../engine/image/masks/soft-mask.ts'
import { int } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { mask } from '../../sockets.ts'
import { blur } from './expand-mask.ts'

export default defineNode({
  type: 'INPAINT_ShrinkMask',
  title: 'Shrink Mask',
  about: 'Shrinks a mask and makes its edge soft (Inpaint Nodes).',
  inputs: {
    mask: { ...mask, help: 'Where it shrinks, every pixel below 1 becomes 0.' },
    shrink: int({ default: 16, min: 0, max: 8096, help: 'Pixels on each side.' }),
    ...blur,
  },
  outputs: { mask },

  run({ mask, shrink, blur, blur_type }) {
    return { mask: blurMask(shrink > 0 ? erodeBinary(mask, shrink) : mask, blur, blur_type) }
  },
})
