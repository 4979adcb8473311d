import { defineNode } from '../../define.ts'
import { image, whole } from '../../sockets.ts'

export default defineNode({
  type: 'GetImageSize+',
  title: '🔧 Get Image Size',
  about: 'Width, height and number of pictures (ComfyUI Essentials).',
  inputs: { image },
  outputs: { width: whole, height: whole, count: whole },
  run: ({ image: { dims } }) => ({ width: dims[2]!, height: dims[1]!, count: dims[0]! }),
})
