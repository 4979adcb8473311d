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
  about: 'Lays one picture on another where a mask is white.',
  inputs: {
    destination: { ...image, help: 'The ground. Its size and number of pictures stay.' },
    source: { ...image, help: 'What is laid on it; what hangs over the edge is left off.' },
    x: x(),
    y: y(),
    resize_source: toggle({ default: false, help: 'Stretch the source to the size of the destination first.' }),
    mask: optional({ ...mask, help: '1 (white) shows the source; resized to it. Without a mask all of it shows.' }),
  },
  outputs: { IMAGE: image },

  run({ destination, source, x, y, resize_source, mask }) {
    const above = toPlanes(channelsLike(source, destination))
    const options = { x, y, resizeSource: resize_source, mask: mask && maskToPlanes(mask) }
    return { IMAGE: fromPlanes(composite(toPlanes(destination), above, options)) }
  },
})
