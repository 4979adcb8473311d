import { defineNode } from '../../../define.ts'
import { noise } from '../../../sockets.ts'
import { seed } from '../../../widgets.ts'

export default defineNode({
  type: 'RandomNoise',
  title: 'RandomNoise',
  about: 'Makes the noise of a seed, for a sampler to start from.',
  inputs: { noise_seed: seed },
  outputs: { NOISE: noise },
  run: ({ noise_seed }) => ({ NOISE: { seed: noise_seed, added: true } }),
})
