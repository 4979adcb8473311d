import { sigmaFormulas, variancePreserving } from '../../../../engine/sampling/schedules/by-sigma.ts'
import { float } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { sigmas } from '../../../sockets.ts'
import { steps } from '../../../widgets.ts'

export default defineNode({
  type: 'VPScheduler',
  title: 'VPScheduler',
  about: 'The noise levels of the variance-preserving process of early diffusion models.',
  formula: sigmaFormulas.variancePreserving,
  inputs: {
    steps,
    beta_d: float({
      default: 19.9,
      min: 0,
      max: 5000,
      step: 0.01,
      help: 'How fast the rate of noise grows. It sets the first level: σ = √(e^(β_d/2 + β_min) − 1), which is 152 by default.',
    }),
    beta_min: float({ default: 0.1, min: 0, max: 5000, step: 0.01, help: 'The rate of noise at the beginning.' }),
    eps_s: float({
      default: 0.001,
      min: 0,
      max: 1,
      step: 0.0001,
      help: 'The time of the last level above 0. Must be above 0.',
    }),
  },
  outputs: { SIGMAS: sigmas },
  run: ({ steps, beta_d, beta_min, eps_s }) => ({
    SIGMAS: Float32Array.from(variancePreserving(steps, { betaD: beta_d, betaMin: beta_min, epsS: eps_s })),
  }),
})
