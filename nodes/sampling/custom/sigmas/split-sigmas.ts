import { splitSigmas } from '../../../../engine/sampling/schedules/edit.ts'
import { int } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { sigmas } from '../../../sockets.ts'

export default defineNode({
  type: 'SplitSigmas',
  title: 'SplitSigmas',
  about: 'Splits a list of noise levels in two, for two samplers that work on one picture.',
  inputs: { sigmas, step: int({ default: 0, min: 0, max: 10_000, help: 'Number of steps in the first part.' }) },
  outputs: {
    high_sigmas: { ...sigmas, help: 'The first steps.' },
    low_sigmas: { ...sigmas, help: 'The remaining steps.' },
  },

  run({ sigmas, step }) {
    const { high, low } = splitSigmas(sigmas, step)
    return { high_sigmas: high, low_sigmas: low }
  },
})
