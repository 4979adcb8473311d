import { optional } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { image } from '../../sockets.ts'
import imageBatch from '../image-batch.ts'

const more = optional(image)

/** ComfyUI shows one input more than are connected, of up to 50. */
export default defineNode({
  type: 'BatchImagesNode',
  title: 'Batch Images',
  about: 'Joins batches of pictures. All get the size of the first; they are cropped on both sides.',
  inputs: {
    'images.image0': image,
    'images.image1': image,
    'images.image2': more,
    'images.image3': more,
    'images.image4': more,
    'images.image5': more,
    'images.image6': more,
    'images.image7': more,
  },
  outputs: { IMAGE: image },

  async run(inputs, context) {
    const { 'images.image0': first, ...rest } = inputs
    let joined = first
    for (const image2 of Object.values(rest))
      if (image2) joined = (await imageBatch.run({ image1: joined, image2 }, context)).IMAGE
    return { IMAGE: joined }
  },
})
