import { float } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import ksampler from '../../sampling/ksampler.ts'
import { latent, vae } from '../../sockets.ts'
import { cfg } from '../../widgets.ts'
import { basicPipe } from './basic-pipe.ts'

const { seed, steps, sampler_name, scheduler, latent_image, denoise } = ksampler.inputs

export default defineNode({
  type: 'ImpactKSamplerBasicPipe',
  title: 'KSampler (pipe)',
  about: 'Samples a latent as KSampler does, with the parts of a basic pipe (Impact Pack).',
  inputs: {
    basic_pipe: basicPipe,
    seed,
    steps,
    cfg: float({ default: 8, min: 0, max: 100, ...(cfg.help && { help: cfg.help }) }),
    sampler_name,
    scheduler,
    latent_image,
    denoise,
  },
  outputs: { basic_pipe: basicPipe, latent, vae },

  async run({ basic_pipe, ...inputs }, context) {
    const { LATENT } = await ksampler.run({ ...basic_pipe, ...inputs }, context)
    return { basic_pipe, latent: LATENT, vae: basic_pipe.vae }
  },
})
