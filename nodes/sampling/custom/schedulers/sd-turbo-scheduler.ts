import { modelSampling } from '../../../../engine/sampling/model-sampling.ts'
import { sdTurbo } from '../../../../engine/sampling/schedules/few-step.ts'
import { int } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { model, sigmas } from '../../../sockets.ts'
import { denoise } from '../../../widgets.ts'

export default defineNode({
  type: 'SDTurboScheduler',
  title: 'SDTurboScheduler',
  about: 'The noise levels that SD Turbo and SDXL Turbo were distilled on: one to ten of the timesteps 999, 899 … 99.',
  inputs: {
    model,
    steps: int({ default: 1, min: 1, max: 10, help: '1 step is enough for Turbo models. 2 to 4 add detail.' }),
    denoise: {
      ...denoise,
      help: '1 starts from pure noise. Lower values start at a lower noise level, with the steps that are left there.',
    },
  },
  outputs: { SIGMAS: sigmas },
  run: ({ model, steps, denoise }) => ({ SIGMAS: sdTurbo(modelSampling(model.sampling), steps, denoise) }),
})
