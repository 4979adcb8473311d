import { alignedSteps, alignYourSteps } from '../../../../engine/sampling/schedules/align-your-steps.ts'
import { choice } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { sigmas } from '../../../sockets.ts'
import { denoise, steps } from '../../../widgets.ts'

export default defineNode({
  type: 'AlignYourStepsScheduler',
  title: 'AlignYourStepsScheduler',
  about: 'Noise levels optimised for a model, which give better pictures in about ten steps.',
  formula: alignedSteps,
  inputs: {
    model_type: choice(['SD1', 'SDXL', 'SVD'], { help: 'The family of the model; SVD is a video model.' }),
    steps: { ...steps, default: 10, help: 'The levels were optimised for 10; other numbers are read between those.' },
    denoise: { ...denoise, help: '1 starts from pure noise. Less leaves out that share of the first steps.' },
  },
  outputs: { SIGMAS: sigmas },
  run: ({ model_type, steps, denoise }) => ({ SIGMAS: alignYourSteps(model_type, steps, denoise) }),
})
