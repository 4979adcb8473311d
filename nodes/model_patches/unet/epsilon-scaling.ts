import { scaledEpsilon } from '../../../engine/pipeline/guidance/epsilon-scaling.ts'
import { patched } from '../../../engine/pipeline/types.ts'
import { float } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { model } from '../../sockets.ts'

export default defineNode({
  type: 'Epsilon Scaling',
  title: 'Epsilon Scaling',
  about: 'Divides the predicted noise by a factor, against the errors that add up over the steps.',
  formula: scaledEpsilon,
  inputs: {
    model,
    scaling_factor: float({
      default: 1.005,
      min: 0.5,
      max: 1.5,
      step: 0.001,
      help: 'λ in the paper. 1 changes nothing; slightly more than 1 is usual.',
    }),
  },
  outputs: { MODEL: model },
  run: ({ model, scaling_factor }) => ({ MODEL: patched(model, { kind: 'epsilon-scaling', factor: scaling_factor }) }),
})
