import { composite, featheredMask } from '../../engine/tensor/overlay.ts'
import { defineNode } from '../define.ts'
import { offset, x, y } from '../geometry.ts'
import { latent } from '../sockets.ts'

export default defineNode({
  type: 'LatentComposite',
  title: 'Latent Composite',
  about: 'Places one latent on another, with soft edges if you set them.',
  inputs: {
    samples_to: { ...latent, help: 'The latent below. Its size, noise mask and number of pictures are kept.' },
    samples_from: { ...latent, help: 'Placed on the other. What extends beyond its edges is cut off.' },
    x: x(8),
    y: y(8),
    feather: offset('Pixels over which the edges fade in, except at the edges of the latent below.', 8),
  },
  outputs: { LATENT: latent },

  run({ samples_to: to, samples_from: from, ...pixels }) {
    const at = { x: Math.floor(pixels.x / 8), y: Math.floor(pixels.y / 8) }
    const [size, ground] = [from.samples, to.samples].map(({ dims }) => [dims[2]!, dims[3]!] as const)
    const mask = featheredMask(size!, ground!, at, Math.floor(pixels.feather / 8))
    return { LATENT: { ...to, samples: composite(to.samples, from.samples, { ...at, mask }) } }
  },
})
