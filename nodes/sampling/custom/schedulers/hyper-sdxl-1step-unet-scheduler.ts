import { modelSampling } from '../../../../engine/sampling/model-sampling.ts'
import { hyperSdxlOneStep } from '../../../../engine/sampling/schedules/few-step.ts'
import { int } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { model, sigmas } from '../../../sockets.ts'

export default defineNode({
  type: 'HyperSDXL1StepUnetScheduler',
  title: 'HyperSDXL1StepUnetScheduler',
  about: 'The single noise level that Hyper-SDXL-1step-Unet was trained on (timestep 800).',
  inputs: {
    model,
    steps: int({ default: 1, min: 1, max: 10, help: 'Ignored: always 1. Kept for old workflows.' }),
  },
  outputs: { SIGMAS: sigmas },
  run: ({ model }) => ({ SIGMAS: hyperSdxlOneStep(modelSampling(model.sampling)) }),
})
