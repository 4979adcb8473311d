import { RangeInputError } from '../../../engine/errors.ts'
import { flowMatching } from '../../../engine/sampling/model-sampling.ts'
import { float } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { model } from '../../sockets.ts'

export default defineNode({
  type: 'ModelSamplingSD3',
  title: 'ModelSamplingSD3',
  about: 'Sets that a model was trained by flow matching (rectified flow), as some SD and SDXL models are.',
  formula: flowMatching,
  inputs: {
    model,
    shift: float({
      default: 3,
      min: 0,
      max: 100,
      step: 0.01,
      help: 'More than 1 spends more steps on high noise, which decides the composition; large pictures need more. Must be above 0.',
    }),
  },
  outputs: { MODEL: model },

  run({ model, shift }) {
    if (shift <= 0) throw new RangeInputError(`shift is ${shift}, expected more than 0; 1 is the even schedule.`)
    return { MODEL: { ...model, sampling: { prediction: 'flow', shift } } }
  },
})
