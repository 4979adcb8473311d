import { laplace, sigmaFormulas } from '../../../../engine/sampling/schedules/by-sigma.ts'
import { float } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { sigmas } from '../../../sockets.ts'
import { sigmaMax, sigmaMin, steps } from '../../../widgets.ts'

export default defineNode({
  type: 'LaplaceScheduler',
  title: 'LaplaceScheduler',
  about: 'Crowds the noise levels around one of them, where the picture is decided; does not end at 0.',
  formula: sigmaFormulas.laplace,
  inputs: {
    steps: { ...steps, help: 'How many noise levels, the last included: the network is asked once less.' },
    sigma_max: sigmaMax,
    sigma_min: { ...sigmaMin, help: 'The least noise. It stays in the picture: this schedule does not go on to 0.' },
    mu: float({
      default: 0,
      min: -10,
      max: 10,
      step: 0.1,
      help: 'ln σ of the level in the middle: 0 is σ = 1, where signal and noise are equally strong.',
    }),
    beta: float({
      default: 0.5,
      min: 0,
      max: 10,
      step: 0.1,
      help: 'How far from the middle the levels spread: 0.5 keeps most of them within a factor of 2, larger reaches the ends.',
    }),
  },
  outputs: { SIGMAS: sigmas },
  run: ({ steps, sigma_max, sigma_min, mu, beta }) => ({
    SIGMAS: Float32Array.from(laplace({ steps, sigmaMin: sigma_min, sigmaMax: sigma_max }, mu, beta)),
  }),
})
