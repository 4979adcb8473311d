import { porterDuff, porterDuffModes } from '../../../engine/image/masks/porter-duff.ts'
import { fromPlanes, maskToPlanes, toPlanes } from '../../../engine/image/transform/planes.ts'
import { scale } from '../../../engine/tensor/resize/scale.ts'
import { rows, ShapeError, type Tensor, zeros } from '../../../engine/tensor/tensor.ts'
import { choice } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { image, mask } from '../../sockets.ts'

export default defineNode({
  type: 'PorterDuffImageComposite',
  title: 'Porter-Duff Image Composite',
  about: 'Lays one picture with a mask over another, as programs for drawing combine layers.',
  inputs: {
    source: { ...image, help: 'The picture above.' },
    source_alpha: { ...mask, help: '1 where the source is transparent.' },
    destination: { ...image, help: 'The picture below; its size is kept.' },
    destination_alpha: { ...mask, help: '1 where the destination is transparent.' },
    mode: choice(porterDuffModes, {
      default: 'DST',
      help: 'SRC_OVER lays the source over the destination; MULTIPLY, SCREEN and OVERLAY mix their colours.',
    }),
  },
  outputs: { IMAGE: image, MASK: mask },

  run({ source, source_alpha, destination, destination_alpha, mode }) {
    const [, height = 1, width = 1, channels = 3] = destination.dims
    if (source.dims[3] !== channels)
      throw new ShapeError(`the source has ${source.dims[3]} channels and the destination ${channels}: they must agree`)
    const count = Math.min(...[source, source_alpha, destination, destination_alpha].map(({ dims }) => dims[0]!))
    const sized = (planes: Tensor) => {
      const first = rows(planes, 0, count)
      const isSized = first.dims[2] === height && first.dims[3] === width
      return isSized ? first : scale(first, { width, height, method: 'bicubic', crop: 'center' })
    }
    const [above, below] = [sized(toPlanes(source)), sized(toPlanes(destination))]
    const [a, b] = [sized(maskToPlanes(source_alpha)), sized(maskToPlanes(destination_alpha))]
    const size = height * width
    const out = zeros([count, channels, height, width])
    const covered = zeros([count, height, width])
    for (let i = 0; i < out.data.length; i++) {
      const p = Math.floor(i / (channels * size)) * size + (i % size)
      const source = [above.data[i]!, 1 - a.data[p]!] as const
      const [value, alpha] = porterDuff(mode, source, [below.data[i]!, 1 - b.data[p]!])
      out.data[i] = value
      covered.data[p] = 1 - alpha
    }
    return { IMAGE: fromPlanes(out), MASK: covered }
  },
})
