import { defineNode } from '../../../define.ts'
import { noise } from '../../../sockets.ts'

export default defineNode({
  type: 'DisableNoise',
  title: 'DisableNoise',
  about: 'No noise, for a latent that comes noisy from a sampler before.',
  inputs: {},
  outputs: { NOISE: { ...noise, help: 'None; samplers that add noise on their way take that of seed 0.' } },
  run: () => ({ NOISE: { seed: 0n, added: false } }),
})
