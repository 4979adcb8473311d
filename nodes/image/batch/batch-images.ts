import { growing } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { image } from '../../sockets.ts'
import imageBatch from '../image-batch.ts'

export default defineNode({
  type: 'BatchImagesNode',
  title: 'Batch Images',
  about: 'Joins batches of pictures. All get the size of the first; they are cropped on both sides.',
  inputs: growing('images', { prefix: 'image', max: 50 }, image),
  outputs: { IMAGE: image },

  async run(inputs, context) {
    const [first, ...rest] = Object.values(inputs).filter(each => each !== undefined)
    let joined = first!
    for (const image2 of rest) joined = (await imageBatch.run({ image1: joined, image2 }, context)).IMAGE
    return { IMAGE: joined }
  },
})
