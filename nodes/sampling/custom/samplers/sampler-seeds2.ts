import { samplerSpec } from '../../../../engine/sampling/sampler-row.ts'
import { seeds2 } from '../../../../engine/sampling/samplers/seeds.ts'
import { choice, float } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { sampler } from '../../../sockets.ts'
import { eta, noiseScale } from '../../../widgets.ts'

export default defineNode({
  type: 'SamplerSEEDS2',
  title: 'SamplerSEEDS2',
  about: 'Sampler with two evaluations for each step; with phi_2, r 1 and eta 0 it is exp_heun_2_x0.',
  formula: seeds2.formula,
  inputs: {
    solver_type: choice(['phi_1', 'phi_2'], {
      help: 'The weights of the two evaluations: phi_2 takes into account how the prediction changes.',
    }),
    eta,
    s_noise: noiseScale,
    r: float({
      default: 0.5,
      min: 0.01,
      max: 1,
      step: 0.01,
      help: 'Where in the step the second evaluation is: 0.5 is its middle, 1 its end.',
    }),
  },
  outputs: { SAMPLER: sampler },

  run: ({ solver_type: solver, eta, s_noise, r }) => ({
    SAMPLER: samplerSpec(seeds2, { solver, eta, noiseScale: s_noise, r }),
  }),
})
