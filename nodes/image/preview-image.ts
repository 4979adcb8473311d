import { defineNode } from '../define.ts'
import { preview } from '../preview.ts'
import { image } from '../sockets.ts'

export default defineNode({
  type: 'PreviewImage',
  title: 'Preview Image',
  about: 'Shows pictures without saving them.',
  inputs: { images: image },
  outputs: {},
  isOutput: true,

  async run({ images }, context) {
    await preview(images, context)
    return {}
  },
})
