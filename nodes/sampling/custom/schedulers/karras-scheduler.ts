import { karras, sigmaFormulas } from '../../../../engine/sampling/schedules/by-sigma.ts'
import { float } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { sigmas } from '../../../sockets.ts'
import { sigmaMax, sigmaMin, steps } from '../../../widgets.ts'

export default defineNode({
  type: 'KarrasScheduler',
  title: 'KarrasScheduler',
  about: 'Spaces the noise levels as Karras et al. recommend: small steps at low noise, where details form.',
  formula: sigmaFormulas.karras,
  inputs: {
    steps,
    sigma_max: sigmaMax,
    sigma_min: sigmaMin,
    rho: float({
      default: 7,
      min: 0,
      max: 100,
      step: 0.01,
      help: 'How much shorter the steps become towards the end. 1 is an even spacing; Karras et al. recommend 7.',
    }),
  },
  outputs: { SIGMAS: sigmas },
  run: ({ steps, sigma_max, sigma_min, rho }) => ({
    SIGMAS: Float32Array.from(karras({ steps, sigmaMin: sigma_min, sigmaMax: sigma_max }, rho)),
  }),
})
