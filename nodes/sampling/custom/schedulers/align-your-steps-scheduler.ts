import { alignedSteps, alignYourSteps } from '../../../../engine/sampling/schedules/align-your-steps.ts'
import { choice } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { sigmas } from '../../../sockets.ts'
import { denoise, steps } from '../../../widgets.ts'

export default defineNode({
  type: 'AlignYourStepsScheduler',
  title: 'AlignYourStepsScheduler',
  about: 'Noise levels optimised for a model family, for about ten steps.',
  formula: alignedSteps,
  inputs: {
    model_type: choice(['SD1', 'SDXL', 'SVD'], { help: 'The family of the model. SVD is a video model.' }),
    steps: { ...steps, default: 10, help: 'The levels were optimised for 10 steps. Other numbers are interpolated.' },
    denoise: { ...denoise, help: '1 starts from pure noise. Lower values skip that share of the first steps.' },
  },
  outputs: { SIGMAS: sigmas },
  run: ({ model_type, steps, denoise }) => ({ SIGMAS: alignYourSteps(model_type, steps, denoise) }),
})
