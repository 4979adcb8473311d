import { modelSampling } from '../../../../engine/sampling/model-sampling.ts'
import { scheduleSigmas } from '../../../../engine/sampling/schedules/schedule.ts'
import { defineNode } from '../../../define.ts'
import { model, sigmas } from '../../../sockets.ts'
import { denoise, scheduler, steps } from '../../../widgets.ts'

export default defineNode({
  type: 'BasicScheduler',
  title: 'BasicScheduler',
  about: "Makes the noise levels of a KSampler's schedule, for SamplerCustom.",
  inputs: { model, scheduler, steps, denoise },
  outputs: { SIGMAS: sigmas },

  run: ({ model, scheduler, steps, denoise }) => ({
    SIGMAS: scheduleSigmas(modelSampling(model.sampling), { scheduler, steps, denoise }),
  }),
})
