import { continuousV } from '../../../engine/sampling/model-sampling.ts'
import { refuseRange } from '../../../engine/sampling/refusals.ts'
import { choice } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { model } from '../../sockets.ts'
import { modelSigmaMax, modelSigmaMin } from '../../widgets.ts'

export default defineNode({
  type: 'ModelSamplingContinuousV',
  title: 'ModelSamplingContinuousV',
  about: 'Sets that a model was trained to predict v on continuous noise levels, with an angle as the timestep.',
  formula: continuousV,
  inputs: {
    model,
    sampling: choice(['v_prediction'], { help: 'What the network predicts.' }),
    sigma_max: { ...modelSigmaMax, default: 500 },
    sigma_min: { ...modelSigmaMin, default: 0.03 },
  },
  outputs: { MODEL: model },

  run({ model, sampling: prediction, sigma_max: sigmaMax, sigma_min: sigmaMin }) {
    refuseRange(sigmaMin, sigmaMax)
    return { MODEL: { ...model, sampling: { prediction, timesteps: 'v', sigmaMin, sigmaMax, sigmaData: 1 } } }
  },
})
