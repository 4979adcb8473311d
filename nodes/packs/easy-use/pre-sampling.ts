import { float, seed } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { cfg, denoise, samplerName, scheduler, steps } from '../../widgets.ts'
import { easyPipe, instead, samplesOf } from './pipe.ts'
import { largestSeed } from './seed.ts'

export const easyCfg = float({ default: 8, min: 0, max: 100, ...(cfg.help && { help: cfg.help }) })
export const easySeedWidget = seed({ max: largestSeed, help: 'The same seed gives the same picture.' })

export default defineNode({
  type: 'easy preSampling',
  title: 'PreSampling',
  about: 'Sets how a pipe is sampled (Easy Use).',
  inputs: {
    pipe: easyPipe,
    steps,
    cfg: easyCfg,
    sampler_name: samplerName,
    scheduler,
    denoise,
    seed: easySeedWidget,
    ...instead,
  },
  outputs: { pipe: easyPipe },

  async run({ pipe, image_to_latent, latent, ...sampling }, context) {
    const samples = await samplesOf(pipe, { image_to_latent, latent }, context)
    return { pipe: { ...pipe, samples, sampling: { ...sampling, noise: 'cpu' } } }
  },
})
