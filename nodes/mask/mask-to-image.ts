import { greyPictures } from '../../engine/image/transform/channels.ts'
import { defineNode } from '../define.ts'
import { image, mask } from '../sockets.ts'

export default defineNode({
  type: 'MaskToImage',
  title: 'Convert Mask to Image',
  about: 'Converts a mask to a grey picture, to preview or save it.',
  inputs: { mask },
  outputs: { IMAGE: image },

  run: ({ mask }) => ({ IMAGE: greyPictures(mask) }),
})
