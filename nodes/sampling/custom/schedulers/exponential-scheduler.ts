import { exponential, sigmaFormulas } from '../../../../engine/sampling/schedules/by-sigma.ts'
import { defineNode } from '../../../define.ts'
import { sigmas } from '../../../sockets.ts'
import { sigmaMax, sigmaMin, steps } from '../../../widgets.ts'

export default defineNode({
  type: 'ExponentialScheduler',
  title: 'ExponentialScheduler',
  about: 'Spaces the noise levels evenly in their logarithm: each step removes the same share of the noise.',
  formula: sigmaFormulas.exponential,
  inputs: { steps, sigma_max: sigmaMax, sigma_min: sigmaMin },
  outputs: { SIGMAS: sigmas },
  run: ({ steps, sigma_max, sigma_min }) => ({
    SIGMAS: Float32Array.from(exponential({ steps, sigmaMin: sigma_min, sigmaMax: sigma_max })),
  }),
})
