import { channelOf, rgbOf } from '../../../engine/image/transform/channels.ts'
import { zeros } from '../../../engine/tensor/tensor.ts'
import { defineNode } from '../../define.ts'
import { image, mask } from '../../sockets.ts'

export default defineNode({
  type: 'SplitImageWithAlpha',
  title: 'Split Image with Alpha',
  about: 'Separates the colours of pictures from their transparency.',
  inputs: { image },
  outputs: { IMAGE: image, MASK: { ...mask, help: '1 where the picture is transparent.' } },

  run: ({ image }) => ({
    IMAGE: rgbOf(image),
    MASK: image.dims[3] === 4 ? channelOf(image, 3, alpha => 1 - alpha) : zeros(image.dims.slice(0, 3)),
  }),
})
