import { modelSampling } from '../../../engine/sampling/model-sampling.ts'
import { scheduleSigmas } from '../../../engine/sampling/schedules/schedule.ts'
import { int } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { model, sigmas } from '../../sockets.ts'

export default defineNode({
  type: 'LCMScheduler',
  title: 'LCMScheduler',
  about: 'The noise levels of the schedule sgm_uniform, for LCM (sampler-lcm-alternative).',
  inputs: { model, steps: int({ default: 8, min: 1, max: 10_000, help: 'LCM needs 4 to 8 steps.' }) },
  outputs: { SIGMAS: sigmas },

  run: ({ model, steps }) => ({
    SIGMAS: scheduleSigmas(modelSampling(model.sampling), { scheduler: 'sgm_uniform', steps, denoise: 1 }),
  }),
})
