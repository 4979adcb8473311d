import { choice } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { encodeVision } from '../pipeline.ts'
import { clipVision, clipVisionOutput, image } from '../sockets.ts'

export default defineNode({
  type: 'CLIPVisionEncode',
  title: 'CLIP Vision Encode',
  about: 'Turns pictures into what CLIP sees in them.',
  inputs: {
    clip_vision: clipVision,
    image,
    crop: choice(['center', 'none'], {
      help: 'center cuts the longer side to a square; none squeezes the whole picture into one.',
    }),
  },
  outputs: { CLIP_VISION_OUTPUT: clipVisionOutput },

  async run({ clip_vision, image, crop }, context) {
    return { CLIP_VISION_OUTPUT: await encodeVision(clip_vision, image, crop, context) }
  },
})
