import { torchGenerator } from '../../engine/tensor/random/random.ts'
import { map, mix } from '../../engine/tensor/tensor.ts'
import { float } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { image } from '../sockets.ts'
import { seed } from '../widgets.ts'

export default defineNode({
  type: 'ImageAddNoise',
  title: 'Add Noise to Image',
  about: 'Adds random noise to pictures.',
  inputs: {
    image,
    seed: { ...seed, help: 'The same seed gives the same noise, also in ComfyUI.' },
    strength: float({ default: 0.5, min: 0, max: 1, step: 0.01, help: 'The standard deviation of the noise.' }),
  },
  outputs: { IMAGE: image },

  run({ image, seed, strength }) {
    const noisy = mix([1, image], [strength, torchGenerator(seed).randn(image.dims)])
    return { IMAGE: map(noisy, value => Math.min(Math.max(value, 0), 1)) }
  },
})
