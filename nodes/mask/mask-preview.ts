import { greyPictures } from '../../engine/image/transform/channels.ts'
import { defineNode } from '../define.ts'
import { preview } from '../preview.ts'
import { mask } from '../sockets.ts'

export default defineNode({
  type: 'MaskPreview',
  title: 'Preview Mask',
  about: 'Shows masks as grey pictures without saving them.',
  inputs: { mask },
  outputs: {},
  isOutput: true,

  async run({ mask }, context) {
    await preview(greyPictures(mask), context)
    return {}
  },
})
