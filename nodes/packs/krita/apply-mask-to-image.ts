import { withAlpha } from '../../../engine/image/transform/channels.ts'
import { ShapeError } from '../../../engine/tensor/tensor.ts'
import { defineNode } from '../../define.ts'
import { image, mask } from '../../sockets.ts'

export default defineNode({
  type: 'ETN_ApplyMaskToImage',
  title: 'Apply Mask to Image',
  about: 'Makes a mask the alpha of pictures: white is opaque, black transparent (External Tooling).',
  inputs: { image, mask: { ...mask, help: 'Of the size of the pictures: one for each, or one for all.' } },
  outputs: { masked: image },

  run({ image, mask }) {
    const [n = 0, height = 0, width = 0] = image.dims
    const [masks = 0, h, w] = mask.dims
    if (h !== height || w !== width)
      throw new ShapeError(`The mask is ${w}×${h} pixels and the picture ${width}×${height}: they must be equal.`)
    const data = withAlpha(image).data.slice()
    const size = height * width
    for (let i = 0; i < n * size; i++) data[4 * i + 3] = mask.data[masks === n ? i : i % size]!
    return { masked: { dims: [n, height, width, 4], data } }
  },
})
