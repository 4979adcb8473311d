import { channelOf } from '../../engine/image/transform/channels.ts'
import { ShapeError } from '../../engine/tensor/tensor.ts'
import { choice } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { image, mask } from '../sockets.ts'

const channels = ['red', 'green', 'blue', 'alpha'] as const

export default defineNode({
  type: 'ImageToMask',
  title: 'Convert Image to Mask',
  about: 'Converts one channel of a picture to a mask.',
  inputs: {
    image,
    channel: choice(channels, { help: 'Bright is 1. alpha: opaque is 1.' }),
  },
  outputs: { MASK: mask },

  run({ image, channel }) {
    const at = channels.indexOf(channel)
    if (at >= image.dims[3]!)
      throw new ShapeError(
        'The picture has no alpha channel. Select red, green or blue, or use the mask of Load Image.',
      )
    return { MASK: channelOf(image, at) }
  },
})
