import { RangeInputError } from '../../../../engine/errors.ts'
import { geometricSteps, gits } from '../../../../engine/sampling/schedules/gits.ts'
import { float } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { sigmas } from '../../../sockets.ts'
import { denoise, steps } from '../../../widgets.ts'

export default defineNode({
  type: 'GITSScheduler',
  title: 'GITSScheduler',
  about: 'Noise levels optimised for few steps by the geometry of the paths that samplers take.',
  formula: geometricSteps,
  inputs: {
    coeff: float({ default: 1.2, min: 0.8, max: 1.5, step: 0.05, help: 'Only the levels of 1.2 are known here.' }),
    steps: { ...steps, default: 10, min: 2, max: 1000, help: 'Beyond 20 steps the levels are interpolated.' },
    denoise: { ...denoise, help: '1 starts from pure noise. Lower values skip that share of the first steps.' },
  },
  outputs: { SIGMAS: sigmas },
  async run({ coeff, steps, denoise }) {
    if (Math.abs(coeff - 1.2) > 0.005)
      throw new RangeInputError(`GITSScheduler knows the levels of coeff 1.2 only, not of ${coeff}.`)
    return { SIGMAS: gits(steps, denoise) }
  },
})
