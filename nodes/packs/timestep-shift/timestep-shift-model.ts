import { RangeInputError } from '../../../engine/errors.ts'
import { shiftedTimesteps } from '../../../engine/sampling/model-sampling.ts'
import { int } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { model } from '../../sockets.ts'

export default defineNode({
  type: 'Timestep Shift Model',
  title: 'Timestep Shift Model',
  about:
    'Evaluates a model at lower timesteps than the sampler visits, as NitroFusion needs (ComfyUI-TimestepShiftModel).',
  formula: shiftedTimesteps,
  inputs: {
    model,
    shifted_timestep: int({
      default: 250,
      min: 1,
      max: 1000,
      help: 'The timestep in place of 1000: 250 for NitroSD-Realism, 500 for NitroSD-Vibrant; 1000 changes nothing.',
    }),
  },
  outputs: { MODEL: model },

  run({ model, shifted_timestep: shiftedTimestep }) {
    const { sampling } = model
    if (!('zsnr' in sampling))
      throw new RangeInputError(
        `${model.file.name} has continuous noise levels, and only a model with 1000 timesteps can be shifted.`,
      )
    return { MODEL: { ...model, sampling: { ...sampling, shiftedTimestep } } }
  },
})
