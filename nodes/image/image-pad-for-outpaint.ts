import { padForOutpaint } from '../../engine/image/transform/pad-for-outpaint.ts'
import { int } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { offset } from '../geometry.ts'
import { image, mask } from '../sockets.ts'

const margin = offset('Pixels added on this side.', 8)

export default defineNode({
  type: 'ImagePadForOutpaint',
  title: 'Pad Image for Outpainting',
  about: 'Adds margins to pictures, and makes a mask of what is to be painted there.',
  inputs: {
    image,
    left: margin,
    top: margin,
    right: margin,
    bottom: margin,
    feathering: int({
      default: 40,
      min: 0,
      max: 16_384,
      help: 'How far the mask extends into the picture, in pixels. Ignored when it is half of a side or more.',
    }),
  },
  outputs: { IMAGE: image, MASK: { ...mask, help: '1 in the margins, and rising to 1 near them in the picture.' } },

  run({ image, feathering, ...margins }) {
    const padded = padForOutpaint(image, margins, feathering)
    return { IMAGE: padded.image, MASK: padded.mask }
  },
})
