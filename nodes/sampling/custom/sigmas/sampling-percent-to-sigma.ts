import { modelSampling } from '../../../../engine/sampling/model-sampling.ts'
import { float, toggle } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { model, number } from '../../../sockets.ts'

export default defineNode({
  type: 'SamplingPercentToSigma',
  title: 'SamplingPercentToSigma',
  about: 'The noise level at a share of the sampling.',
  inputs: {
    model,
    sampling_percent: float({
      default: 0,
      min: 0,
      max: 1,
      step: 0.0001,
      help: 'Share of the timesteps that the model was trained on. 0 is the start, 1 the end.',
    }),
    return_actual_sigma: toggle({
      default: false,
      help: 'At 0 and 1, return the highest and lowest level of the model instead of values beyond them.',
    }),
  },
  outputs: { sigma_value: { ...number, help: 'The noise level σ.' } },

  run({ model, sampling_percent, return_actual_sigma }) {
    const { sigmaMax, sigmaMin, percentToSigma } = modelSampling(model.sampling)
    if (return_actual_sigma && sampling_percent === 0) return { sigma_value: sigmaMax }
    if (return_actual_sigma && sampling_percent === 1) return { sigma_value: sigmaMin }
    return { sigma_value: percentToSigma(sampling_percent) }
  },
})
