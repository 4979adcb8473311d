import { choice } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import ksamplerAdvanced from '../../sampling/ksampler-advanced.ts'
import { samplerName, scheduler, steps } from '../../widgets.ts'
import { easyPipe, instead, samplesOf } from './pipe.ts'
import { easyCfg, easySeedWidget } from './pre-sampling.ts'

const { start_at_step, end_at_step, return_with_leftover_noise } = ksamplerAdvanced.inputs

export default defineNode({
  type: 'easy preSamplingAdvanced',
  title: 'PreSampling (Advanced)',
  about: 'Sets which steps of a schedule sample a pipe (Easy Use).',
  inputs: {
    pipe: easyPipe,
    steps,
    cfg: easyCfg,
    sampler_name: samplerName,
    scheduler,
    start_at_step,
    end_at_step,
    add_noise: choice(['enable (CPU)', 'enable (GPU=A1111)', 'disable'], {
      help: 'GPU draws the noise as an NVIDIA card does, as AUTOMATIC1111; disable for a latent that is noisy already.',
    }),
    seed: easySeedWidget,
    return_with_leftover_noise,
    ...instead,
  },
  outputs: { pipe: easyPipe },

  async run({ pipe, image_to_latent, latent, start_at_step, end_at_step, add_noise, ...inputs }, context) {
    const { return_with_leftover_noise: leftover, ...sampling } = inputs
    const noise = add_noise === 'disable' ? 'none' : add_noise === 'enable (CPU)' ? 'cpu' : 'cuda'
    const range = { start: start_at_step, end: end_at_step, forceZero: leftover === 'disable' }
    const samples = await samplesOf(pipe, { image_to_latent, latent }, context)
    return { pipe: { ...pipe, samples, sampling: { ...sampling, denoise: 1, range, noise } } }
  },
})
