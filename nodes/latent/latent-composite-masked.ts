import { maskToPlanes } from '../../engine/image/transform/planes.ts'
import { composite } from '../../engine/tensor/overlay.ts'
import { optional, toggle } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { x, y } from '../geometry.ts'
import { latent, mask } from '../sockets.ts'

export default defineNode({
  type: 'LatentCompositeMasked',
  title: 'LatentCompositeMasked',
  about: 'Lays one latent on another where a mask is white.',
  inputs: {
    destination: { ...latent, help: 'The ground. Its size, noise mask and number of pictures stay.' },
    source: { ...latent, help: 'What is laid on it; what hangs over the edge is left off.' },
    x: x(8),
    y: y(8),
    resize_source: toggle({ default: false, help: 'Stretch the source to the size of the destination first.' }),
    mask: optional({ ...mask, help: '1 (white) shows the source; resized to it. Without a mask all of it shows.' }),
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
