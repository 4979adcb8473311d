import { setFirstSigma } from '../../../../engine/sampling/schedules/edit.ts'
import { float } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { sigmas } from '../../../sockets.ts'

export default defineNode({
  type: 'SetFirstSigma',
  title: 'SetFirstSigma',
  about: 'Replaces the first noise level, for models that need more noise than the schedule has.',
  inputs: {
    sigmas,
    sigma: float({
      default: 136,
      min: 0,
      max: 20_000,
      step: 0.001,
      help: 'The noise level of the first step. A higher level than the model was trained on can give more contrast, or break the picture.',
    }),
  },
  outputs: { SIGMAS: sigmas },
  run: ({ sigmas, sigma }) => ({ SIGMAS: setFirstSigma(sigmas, sigma) }),
})
