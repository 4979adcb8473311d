import { polyexponential, sigmaFormulas } from '../../../../engine/sampling/schedules/by-sigma.ts'
import { float } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { sigmas } from '../../../sockets.ts'
import { sigmaMax, sigmaMin, steps } from '../../../widgets.ts'

export default defineNode({
  type: 'PolyexponentialScheduler',
  title: 'PolyexponentialScheduler',
  about: 'Spaces the noise levels exponentially, optionally with more steps at one end.',
  formula: sigmaFormulas.polyexponential,
  inputs: {
    steps,
    sigma_max: sigmaMax,
    sigma_min: sigmaMin,
    rho: float({
      default: 1,
      min: 0,
      max: 100,
      step: 0.01,
      help: '1 is the exponential spacing. Higher values put more steps at low noise, for detail; lower values at high noise, for composition.',
    }),
  },
  outputs: { SIGMAS: sigmas },
  run: ({ steps, sigma_max, sigma_min, rho }) => ({
    SIGMAS: Float32Array.from(polyexponential({ steps, sigmaMin: sigma_min, sigmaMax: sigma_max }, rho)),
  }),
})
