import { modelSampling } from '../../../../engine/sampling/model-sampling.ts'
import { hyperSdxlOneStep } from '../../../../engine/sampling/schedules/few-step.ts'
import { int } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { model, sigmas } from '../../../sockets.ts'

export default defineNode({
  type: 'HyperSDXL1StepUnetScheduler',
  title: 'HyperSDXL1StepUnetScheduler',
  about: 'The one noise level that Hyper-SDXL-1step-Unet was trained to start from (timestep 800).',
  inputs: {
    model,
    steps: int({ default: 1, min: 1, max: 10, help: 'Always 1, whatever is set here; kept for old workflows.' }),
  },
  outputs: { SIGMAS: sigmas },
  run: ({ model }) => ({ SIGMAS: hyperSdxlOneStep(modelSampling(model.sampling)) }),
})
