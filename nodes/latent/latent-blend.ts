import { sameBatch } from '../../engine/tensor/batch.ts'
import { fitTo } from '../../engine/tensor/resize/scale.ts'
import { mix } from '../../engine/tensor/tensor.ts'
import { float } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { latent } from '../sockets.ts'

export default defineNode({
  type: 'LatentBlend',
  title: 'Latent Blend',
  about: 'Mixes two latents: a·factor + b·(1 − factor).',
  inputs: {
    samples1: { ...latent, help: 'Its size and noise mask are kept.' },
    samples2: { ...latent, help: 'Resized to the first.' },
    blend_factor: float({ default: 0.5, min: 0, max: 1, step: 0.01, help: 'Share of the first.' }),
  },
  outputs: { LATENT: latent },

  run({ samples1, samples2, blend_factor: f }) {
    const [a, b] = sameBatch(samples1.samples, fitTo(samples2.samples, samples1.samples, 'bicubic'))
    return { LATENT: { ...samples1, samples: mix([f, a], [1 - f, b]) } }
  },
})
