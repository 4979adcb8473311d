import { defineNode } from '../define.ts'
import { image, whole } from '../sockets.ts'

export default defineNode({
  type: 'GetImageSize',
  title: 'Get Image Size',
  about: 'Gives the width and height of pictures, and how many there are.',
  inputs: { image },
  outputs: { width: whole, height: whole, batch_size: whole },

  run({ image }, { report }) {
    const [batch_size = 0, height = 0, width = 0] = image.dims
    report({ kind: 'text', text: `width: ${width}, height: ${height}\n batch size: ${batch_size}` })
    return { width, height, batch_size }
  },
})
