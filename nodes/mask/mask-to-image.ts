import { greyPictures } from '../../engine/image/transform/channels.ts'
import { defineNode } from '../define.ts'
import { image, mask } from '../sockets.ts'

export default defineNode({
  type: 'MaskToImage',
  title: 'Convert Mask to Image',
  about: 'Makes a grey picture of a mask, to look at it or to save it.',
  inputs: { mask },
  outputs: { IMAGE: image },

  run: ({ mask }) => ({ IMAGE: greyPictures(mask) }),
})
