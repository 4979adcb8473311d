import { modelSampling } from '../../../engine/sampling/model-sampling.ts'
import { scheduleSigmas } from '../../../engine/sampling/schedules/schedule.ts'
import { int } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { model, sigmas } from '../../sockets.ts'
import { denoise } from '../../widgets.ts'

export default defineNode({
  type: 'LCMScheduler',
  title: 'LCMScheduler',
  about: 'The noise levels of the schedule sgm_uniform, for LCM (sampler-lcm-alternative).',
  inputs: { model, steps: int({ default: 8, min: 1, max: 10_000, help: 'LCM needs 4 to 8 steps.' }), denoise },
  outputs: { SIGMAS: sigmas },

  run({ model, steps, denoise }) {
    const all = denoise < 1 ? Math.trunc(steps / denoise) : steps
    const schedule = { scheduler: 'sgm_uniform', steps: all, denoise: 1 } as const
    return { SIGMAS: scheduleSigmas(modelSampling(model.sampling), schedule).slice(-(steps + 1)) }
  },
})
