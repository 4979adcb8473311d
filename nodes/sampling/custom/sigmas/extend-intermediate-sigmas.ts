import { extendIntermediateSigmas, sigmaSpacings } from '../../../../engine/sampling/schedules/edit.ts'
import { choice, float, int } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { sigmas } from '../../../sockets.ts'

export default defineNode({
  type: 'ExtendIntermediateSigmas',
  title: 'ExtendIntermediateSigmas',
  about: 'Divides the steps between two noise levels into smaller steps.',
  inputs: {
    sigmas,
    steps: int({ default: 2, min: 1, max: 100, help: 'Number of steps that replace one step. 1 changes nothing.' }),
    start_at_sigma: float({
      default: -1,
      min: -1,
      max: 20_000,
      step: 0.01,
      help: 'Steps that begin above this level are not changed. −1 sets no limit.',
    }),
    end_at_sigma: float({
      default: 12,
      min: 0,
      max: 20_000,
      step: 0.01,
      help: 'Steps that begin below this level are not changed. 0 includes the last step.',
    }),
    spacing: choice(sigmaSpacings, {
      help: 'Where the new levels are in a step. linear is even, cosine is nearer to its end, sine nearer to its start.',
    }),
  },
  outputs: { SIGMAS: sigmas },

  run: ({ sigmas, steps, start_at_sigma, end_at_sigma, spacing }) => ({
    SIGMAS: extendIntermediateSigmas(sigmas, { steps, start: start_at_sigma, end: end_at_sigma, spacing }),
  }),
})
