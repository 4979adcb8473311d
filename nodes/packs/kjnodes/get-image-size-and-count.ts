import { defineNode } from '../../define.ts'
import { image, whole } from '../../sockets.ts'

export default defineNode({
  type: 'GetImageSizeAndCount',
  title: 'Get Image Size & Count',
  about: 'Width, height and number of pictures, which are passed on (KJNodes).',
  inputs: { image },
  outputs: { image, width: whole, height: whole, count: whole },
  run: ({ image }) => ({ image, width: image.dims[2]!, height: image.dims[1]!, count: image.dims[0]! }),
})
