import { modelSampling } from '../../../../engine/sampling/model-sampling.ts'
import { sdTurbo } from '../../../../engine/sampling/schedules/few-step.ts'
import { int } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { model, sigmas } from '../../../sockets.ts'
import { denoise } from '../../../widgets.ts'

export default defineNode({
  type: 'SDTurboScheduler',
  title: 'SDTurboScheduler',
  about: 'The noise levels that SD Turbo and SDXL Turbo were distilled on: one to ten of timesteps 999, 899 … 99.',
  inputs: {
    model,
    steps: int({ default: 1, min: 1, max: 10, help: 'Turbo models draw in 1; 2 to 4 add detail.' }),
    denoise: {
      ...denoise,
      help: '1 starts from pure noise. Less starts further down, with as many steps as are left there.',
    },
  },
  outputs: { SIGMAS: sigmas },
  run: ({ model, steps, denoise }) => ({ SIGMAS: sdTurbo(modelSampling(model.sampling), steps, denoise) }),
})
