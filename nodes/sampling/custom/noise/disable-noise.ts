import { defineNode } from '../../../define.ts'
import { noise } from '../../../sockets.ts'

export default defineNode({
  type: 'DisableNoise',
  title: 'DisableNoise',
  about: 'Adds no noise, for a latent that is noisy already.',
  inputs: {},
  outputs: { NOISE: { ...noise, help: 'No noise. A sampler that adds noise at each step uses seed 0.' } },
  run: () => ({ NOISE: { seed: 0n, added: false } }),
})
