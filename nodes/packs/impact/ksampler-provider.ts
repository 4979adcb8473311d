import { defineNode } from '../../define.ts'
import ksampler from '../../sampling/ksampler.ts'
import { basicPipe } from './basic-pipe.ts'
import ksamplerBasicPipe from './ksampler-basic-pipe.ts'
import { impactSampler } from './sampler.ts'

const { seed, steps, sampler_name, scheduler, denoise } = ksampler.inputs

export default defineNode({
  type: 'KSamplerProvider',
  title: 'KSamplerProvider',
  about: 'The settings of a KSampler on a wire, for nodes that sample parts of a picture (Impact Pack).',
  inputs: {
    seed,
    steps,
    cfg: ksamplerBasicPipe.inputs.cfg,
    sampler_name,
    scheduler,
    denoise,
    basic_pipe: basicPipe,
  },
  outputs: { KSAMPLER: impactSampler },

  run: ({ basic_pipe: { model, positive, negative }, ...settings }) => ({
    KSAMPLER: { model, positive, negative, ...settings },
  }),
})
