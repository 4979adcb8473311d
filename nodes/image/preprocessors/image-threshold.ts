import { luminance } from '../../../engine/image/filters/color.ts'
import { greyPictures } from '../../../engine/image/transform/channels.ts'
import { map } from '../../../engine/tensor/tensor.ts'
import { float } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { image } from '../../sockets.ts'

export default defineNode({
  type: 'ImageThreshold',
  ours: true,
  title: 'Threshold Image',
  about: 'Makes pictures black and white without grey.',
  inputs: {
    image: { ...image, help: 'Alpha is ignored.' },
    threshold: float({ default: 0.5, min: 0, max: 1, step: 0.01, help: 'Pixels brighter than this become white.' }),
  },
  outputs: { IMAGE: image },

  run: ({ image, threshold }) => ({
    IMAGE: greyPictures(map(luminance(image), value => (value > threshold ? 1 : 0))),
  }),
})
