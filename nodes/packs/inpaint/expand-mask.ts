import { dilateBinary } from '../../../engine/image/masks/binary-morphology.ts'
import { blurMask, maskKernels } from '../../../engine/image/masks/soft-mask.ts'
import { choice, int } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { mask } from '../../sockets.ts'

/** How a mask is blurred after its size was changed. */
export const blur = {
  blur: int({ default: 7, min: 0, max: 8096, help: 'The width of the soft edge in pixels; 0 leaves it hard.' }),
  blur_type: choice(maskKernels, { default: 'gaussian', help: 'The form of the soft edge.' }),
}

export default defineNode({
  type: 'INPAINT_ExpandMask',
  title: 'Expand Mask',
  about: 'Grows a mask and makes its edge soft (Inpaint Nodes).',
  inputs: {
    mask: { ...mask, help: 'Where it grows, every pixel above 0 becomes 1.' },
    grow: int({ default: 16, min: 0, max: 8096, help: 'Pixels to each side.' }),
    ...blur,
  },
  outputs: { mask },

  run({ mask, grow, blur, blur_type }) {
    return { mask: blurMask(grow > 0 ? dilateBinary(mask, grow) : mask, blur, blur_type) }
  },
})
