import { optional } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { preview } from '../preview.ts'
import { image } from '../sockets.ts'

export default defineNode({
  type: 'ImageCompare',
  title: 'Image Compare',
  about: 'Shows two pictures and compares them in one view.',
  inputs: { image_a: optional(image), image_b: optional(image) },
  outputs: {},
  isOutput: true,

  async run({ image_a, image_b }, context) {
    for (const images of [image_a, image_b]) if (images) await preview(images, context)
    return {}
  },
})
