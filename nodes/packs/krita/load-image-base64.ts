import { channelOf } from '../../../engine/image/transform/channels.ts'
import { text } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { image, mask } from '../../sockets.ts'
import { firstFrame, firstPicture, readBase64 } from './transfer.ts'

export default defineNode({
  type: 'ETN_LoadImageBase64',
  title: 'Load Image (Base64)',
  about: 'Reads a picture that is written into the workflow; its mask is its alpha (External Tooling).',
  inputs: { image: text({ verbatim: true, help: 'The bytes of a picture file in base64.' }) },
  outputs: { image, mask },

  async run({ image: base64 }) {
    const pixels = await readBase64(base64)
    return { image: firstPicture(pixels), mask: channelOf(firstFrame(pixels), 3) }
  },
})
