import { RangeInputError } from '../../../engine/errors.ts'
import { continuousEdm } from '../../../engine/sampling/model-sampling.ts'
import { refuseRange } from '../../../engine/sampling/refusals.ts'
import { choice } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { model } from '../../sockets.ts'
import { modelSigmaMax, modelSigmaMin } from '../../widgets.ts'

export default defineNode({
  type: 'ModelSamplingContinuousEDM',
  title: 'ModelSamplingContinuousEDM',
  about: 'Sets that a model was trained on continuous noise levels, as Karras et al. train (EDM).',
  formula: continuousEdm,
  inputs: {
    model,
    sampling: choice(['v_prediction', 'edm', 'edm_playground_v2.5', 'eps', 'cosmos_rflow'], {
      help: 'What the network predicts. edm_playground_v2.5 also sets the scale of the latents. cosmos_rflow is for Cosmos models, which do not run here.',
    }),
    sigma_max: modelSigmaMax,
    sigma_min: modelSigmaMin,
  },
  outputs: { MODEL: model },

  run({ model, sampling, sigma_max: sigmaMax, sigma_min: sigmaMin }) {
    refuseRange(sigmaMin, sigmaMax)
    if (sampling === 'cosmos_rflow')
      throw new RangeInputError(
        'cosmos_rflow is for Cosmos models, which do not run here. Select what the Stable Diffusion model predicts.',
      )
    const levels = { timesteps: 'edm', sigmaMin, sigmaMax } as const
    if (sampling !== 'edm_playground_v2.5')
      return { MODEL: { ...model, sampling: { ...levels, prediction: sampling, sigmaData: 1 } } }
    return {
      MODEL: { ...model, latents: 'playground-2.5', sampling: { ...levels, prediction: 'edm', sigmaData: 0.5 } },
    }
  },
})
