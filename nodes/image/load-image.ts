import { readImage } from '../../engine/image/files/read-image.ts'
import { file } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { image, mask } from '../sockets.ts'

export default defineNode({
  type: 'LoadImage',
  title: 'Load Image',
  about: 'Loads a picture; its transparent part becomes the mask.',
  inputs: {
    image: file('input', {
      upload: true,
      help: 'PNG, JPEG, WebP, GIF, TIFF, BMP or AVIF; the frames of an animation become a batch.',
    }),
  },
  outputs: {
    IMAGE: image,
    MASK: { ...mask, help: '1 where the picture is transparent. 64 × 64 zeros if it has no transparency.' },
  },

  async run(inputs) {
    const { image, mask } = await readImage(inputs.image.path)
    return { IMAGE: image, MASK: mask }
  },
})
