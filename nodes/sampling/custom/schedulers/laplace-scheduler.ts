import { laplace, sigmaFormulas } from '../../../../engine/sampling/schedules/by-sigma.ts'
import { float } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { sigmas } from '../../../sockets.ts'
import { sigmaMax, sigmaMin, steps } from '../../../widgets.ts'

export default defineNode({
  type: 'LaplaceScheduler',
  title: 'LaplaceScheduler',
  about: 'Concentrates the noise levels around one level; the schedule does not end at 0.',
  formula: sigmaFormulas.laplace,
  inputs: {
    steps: { ...steps, help: 'Number of noise levels, including the last. The sampling has one step less.' },
    sigma_max: sigmaMax,
    sigma_min: {
      ...sigmaMin,
      help: 'The lowest noise level. It remains in the picture, since this schedule does not end at 0.',
    },
    mu: float({
      default: 0,
      min: -10,
      max: 10,
      step: 0.1,
      help: 'ln σ of the middle level. 0 is σ = 1, where signal and noise are equally strong.',
    }),
    beta: float({
      default: 0.5,
      min: 0,
      max: 10,
      step: 0.1,
      help: 'How far the levels spread from the middle. 0.5 keeps most within a factor of 2; higher values reach the ends.',
    }),
  },
  outputs: { SIGMAS: sigmas },
  run: ({ steps, sigma_max, sigma_min, mu, beta }) => ({
    SIGMAS: Float32Array.from(laplace({ steps, sigmaMin: sigma_min, sigmaMax: sigma_max }, mu, beta)),
  }),
})
