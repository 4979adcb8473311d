import { channelsLike } from '../../engine/image/transform/channels.ts'
import { fromPlanes, maskToPlanes, toPlanes } from '../../engine/image/transform/planes.ts'
import { composite } from '../../engine/tensor/overlay.ts'
import { optional, toggle } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { x, y } from '../geometry.ts'
import { image, mask } from '../sockets.ts'

export default defineNode({
  type: 'ImageCompositeMasked',
  title: 'ImageCompositeMasked',
  about: 'Places one picture on another where a mask is white.',
  inputs: {
    destination: { ...image, help: 'The picture below. Its size and number of pictures are kept.' },
    source: { ...image, help: 'Placed on the other. What extends beyond its edges is cut off.' },
    x: x(),
    y: y(),
    resize_source: toggle({ default: false, help: 'Resize the source to the size of the destination first.' }),
    mask: optional({
      ...mask,
      help: '1 (white) shows the source. Resized to the source. Without a mask all of the source is shown.',
    }),
  },
  outputs: { IMAGE: image },

  run({ destination, source, x, y, resize_source, mask }) {
    const above = toPlanes(channelsLike(source, destination))
    const options = { x, y, resizeSource: resize_source, mask: mask && maskToPlanes(mask) }
    return { IMAGE: fromPlanes(composite(toPlanes(destination), above, options)) }
  },
})
