import { RangeInputError } from '../../../engine/errors.ts'
import { optional } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import ksampler from '../../sampling/ksampler.ts'
import { sampler } from '../../sockets.ts'
import { basicPipe } from './basic-pipe.ts'
import ksamplerBasicPipe from './ksampler-basic-pipe.ts'
import { advancedSampler } from './sampler.ts'

const { sampler_name, scheduler } = ksampler.inputs
/** The pack adds steps of another sampler after those of these. */
const recovered = /^uni_pc|^dpmpp_(2m_|3m_)?sde(_gpu)?$/

export default defineNode({
  type: 'KSamplerAdvancedProvider',
  title: 'KSamplerAdvancedProvider',
  about: 'A sampler with its prompts on a wire, for nodes that sample parts of a picture (Impact Pack).',
  inputs: {
    cfg: ksamplerBasicPipe.inputs.cfg,
    sampler_name,
    scheduler,
    basic_pipe: basicPipe,
    sampler_opt: optional(sampler),
  },
  outputs: { KSAMPLER_ADVANCED: advancedSampler },

  run({ basic_pipe: { model, positive, negative }, sampler_opt, ...settings }) {
    if (sampler_opt) throw new Error('Other samplers are not possible here: disconnect sampler_opt.')
    if (recovered.test(settings.sampler_name))
      throw new RangeInputError(
        `${settings.sampler_name} is not possible for single steps here: use euler, for example.`,
      )
    return { KSAMPLER_ADVANCED: { model, positive, negative, ...settings } }
  },
})
