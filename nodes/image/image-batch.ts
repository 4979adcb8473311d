import { withAlpha } from '../../engine/image/transform/channels.ts'
import { scaleTo } from '../../engine/image/transform/scale-image.ts'
import { stack } from '../../engine/tensor/tensor.ts'
import { defineNode } from '../define.ts'
import { image } from '../sockets.ts'

export default defineNode({
  type: 'ImageBatch',
  title: 'Batch Images',
  about: 'Joins two batches of pictures.',
  inputs: {
    image1: { ...image, help: 'The first pictures. Their size is kept.' },
    image2: { ...image, help: 'The pictures after them. Resized to the first and cropped on both sides.' },
  },
  outputs: { IMAGE: image },

  run({ image1, image2 }) {
    const [a, b] = image1.dims[3] === image2.dims[3] ? [image1, image2] : [withAlpha(image1), withAlpha(image2)]
    return { IMAGE: stack([a, scaleTo(b, a, 'bilinear')]) }
  },
})
