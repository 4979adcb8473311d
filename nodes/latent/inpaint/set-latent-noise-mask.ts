import { maskToPlanes } from '../../../engine/image/transform/planes.ts'
import { defineNode } from '../../define.ts'
import { latent, mask } from '../../sockets.ts'

export default defineNode({
  type: 'SetLatentNoiseMask',
  title: 'Set Latent Noise Mask',
  about: 'Limits sampling to the masked part of a latent; the rest is not changed.',
  inputs: { samples: latent, mask: { ...mask, help: '1 (white) is painted anew. Resized to the latent.' } },
  outputs: { LATENT: latent },

  run: ({ samples, mask }) => ({ LATENT: { ...samples, noiseMask: maskToPlanes(mask) } }),
})
