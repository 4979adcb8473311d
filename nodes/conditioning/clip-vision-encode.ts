import { choice } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { encodeVision } from '../pipeline.ts'
import { clipVision, clipVisionOutput, image } from '../sockets.ts'

export default defineNode({
  type: 'CLIPVisionEncode',
  title: 'CLIP Vision Encode',
  about: 'Encodes pictures with CLIP.',
  inputs: {
    clip_vision: clipVision,
    image,
    crop: choice(['center', 'none'], {
      help: 'center crops the picture to a square. none distorts it to a square.',
    }),
  },
  outputs: { CLIP_VISION_OUTPUT: clipVisionOutput },

  async run({ clip_vision, image, crop }, context) {
    return { CLIP_VISION_OUTPUT: await encodeVision(clip_vision, image, crop, context) }
  },
})
