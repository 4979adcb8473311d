import { maskToPlanes } from '../../engine/image/transform/planes.ts'
import { composite } from '../../engine/tensor/overlay.ts'
import { optional, toggle } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { x, y } from '../geometry.ts'
import { latent, mask } from '../sockets.ts'

export default defineNode({
  type: 'LatentCompositeMasked',
  title: 'LatentCompositeMasked',
  about: 'Places one latent on another where a mask is white.',
  inputs: {
    destination: { ...latent, help: 'The latent below. Its size, noise mask and number of pictures are kept.' },
    source: { ...latent, help: 'Placed on the other. What extends beyond its edges is cut off.' },
    x: x(8),
    y: y(8),
    resize_source: toggle({ default: false, help: 'Resize the source to the size of the destination first.' }),
    mask: optional({
      ...mask,
      help: '1 (white) shows the source. Resized to the source. Without a mask all of the source is shown.',
    }),
  },
  outputs: { LATENT: latent },

  run({ destination, source, x, y, resize_source, mask }) {
    const samples = composite(destination.samples, source.samples, {
      x: Math.floor(x / 8),
      y: Math.floor(y / 8),
      resizeSource: resize_source,
      mask: mask && maskToPlanes(mask),
    })
    return { LATENT: { ...destination, samples } }
  },
})
