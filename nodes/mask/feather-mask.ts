import { featherMask } from '../../engine/image/masks/feather-mask.ts'
import { defineNode } from '../define.ts'
import { offset } from '../geometry.ts'
import { mask } from '../sockets.ts'

const margin = offset('Pixels over which the mask fades towards this edge.')

export default defineNode({
  type: 'FeatherMask',
  title: 'FeatherMask',
  about: 'Fades a mask out towards the edges of the picture.',
  inputs: { mask, left: margin, top: margin, right: margin, bottom: margin },
  outputs: { MASK: mask },

  run: ({ mask, ...margins }) => ({ MASK: featherMask(mask, margins) }),
})
