import { joinAlpha } from '../../../engine/image/transform/channels.ts'
import { repeatBatch } from '../../../engine/tensor/batch.ts'
import { scale } from '../../../engine/tensor/resize/scale.ts'
import { defineNode } from '../../define.ts'
import { image, mask } from '../../sockets.ts'

export default defineNode({
  type: 'JoinImageWithAlpha',
  title: 'Join Image with Alpha',
  about: 'Makes pictures transparent where a mask is white.',
  inputs: { image, alpha: { ...mask, help: 'Resized to the pictures. 1 is transparent.' } },
  outputs: { IMAGE: image },

  run({ image, alpha }) {
    const [n = 0, height = 0, width = 0] = image.dims
    const count = Math.max(n, alpha.dims[0]!)
    const planes = { dims: [alpha.dims[0]!, 1, ...alpha.dims.slice(1)], data: alpha.data }
    const { data } = scale(planes, { width, height, method: 'bilinear' })
    const sized = repeatBatch({ dims: [alpha.dims[0]!, height, width], data }, count)
    return { IMAGE: joinAlpha(repeatBatch(image, count), sized) }
  },
})
