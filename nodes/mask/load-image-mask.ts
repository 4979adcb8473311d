import { maskChannels, readMask } from '../../engine/image/files/read-image.ts'
import { choice, file } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { mask } from '../sockets.ts'

export default defineNode({
  type: 'LoadImageMask',
  title: 'Load Image (as Mask)',
  about: 'Loads one channel of a picture as a mask.',
  inputs: {
    image: file('input', { upload: true, help: 'PNG, JPEG, WebP, GIF, TIFF, BMP or AVIF.' }),
    channel: choice(maskChannels, { help: 'red, green and blue: bright is 1. alpha: transparent is 1.' }),
  },
  outputs: { MASK: mask },

  async run({ image, channel }) {
    return { MASK: await readMask(image.path, channel) }
  },
})
