import { setFirstSigma } from '../../../../engine/sampling/schedules/edit.ts'
import { float } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { sigmas } from '../../../sockets.ts'

export default defineNode({
  type: 'SetFirstSigma',
  title: 'SetFirstSigma',
  about: 'Starts a list of noise levels from another one, for models that want more noise than the schedule gives.',
  inputs: {
    sigmas,
    sigma: float({
      default: 136,
      min: 0,
      max: 20_000,
      step: 0.001,
      help: 'The noise of the first step. More than the model was trained with can make pictures less grey, or break them.',
    }),
  },
  outputs: { SIGMAS: sigmas },
  run: ({ sigmas, sigma }) => ({ SIGMAS: setFirstSigma(sigmas, sigma) }),
})
