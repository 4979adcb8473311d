import { readImage } from '../../engine/image/files/read-image.ts'
import { file } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { image, mask } from '../sockets.ts'

export default defineNode({
  type: 'LoadImage',
  title: 'Load Image',
  about: 'Opens a picture; what is transparent in it becomes the mask.',
  inputs: { image: file('input', { upload: true, help: 'PNG, JPEG, WebP, GIF, TIFF or AVIF.' }) },
  outputs: { IMAGE: image, MASK: { ...mask, help: '1 where the picture is transparent; 64 × 64 zeros if it is not.' } },

  async run(inputs) {
    const { image, mask } = await readImage(inputs.image.path)
    return { IMAGE: image, MASK: mask }
  },
})
