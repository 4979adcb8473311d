import { featheredMask } from '../../engine/tensor/feather.ts'
import { composite } from '../../engine/tensor/overlay.ts'
import { defineNode } from '../define.ts'
import { offset, x, y } from '../geometry.ts'
import { latent } from '../sockets.ts'

export default defineNode({
  type: 'LatentComposite',
  title: 'Latent Composite',
  about: 'Lays one latent on another, with soft edges if wished.',
  inputs: {
    samples_to: { ...latent, help: 'The ground. Its size, noise mask and number of pictures stay.' },
    samples_from: { ...latent, help: 'What is laid on it; what hangs over the edge is left off.' },
    x: x(8),
    y: y(8),
    feather: offset('Pixels over which the edges fade in, on sides that are not on the edge of the ground.', 8),
  },
  outputs: { LATENT: latent },

  run({ samples_to: to, samples_from: from, ...pixels }) {
    const at = { x: Math.floor(pixels.x / 8), y: Math.floor(pixels.y / 8) }
    const [size, ground] = [from.samples, to.samples].map(({ dims }) => [dims[2]!, dims[3]!] as const)
    const mask = featheredMask(size!, ground!, at, Math.floor(pixels.feather / 8))
    return { LATENT: { ...to, samples: composite(to.samples, from.samples, { ...at, mask }) } }
  },
})
