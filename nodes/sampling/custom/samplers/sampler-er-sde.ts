import { choice, int } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { sampler } from '../../../sockets.ts'
import { eta, noiseScale } from '../../../widgets.ts'

export default defineNode({
  type: 'SamplerER_SDE',
  title: 'SamplerER_SDE',
  about: 'A family between no noise and much: the extended reverse-time SDE, with up to two past steps reused.',
  formula: {
    lines: [
      'x′ = r·x + (1 − r)·D + … + √(σ′² − r²σ²)·z,  r = φ(σ′)/φ(σ)',
      'ER-SDE: φ = σ·(e^(σ^0.3) + 10);  reverse-time SDE: φ = σ^(1+η);  ODE: φ = σ',
    ],
    source: 'Cui et al. 2023, arXiv:2309.06169',
  },
  inputs: {
    solver_type: choice(['ER-SDE', 'Reverse-time SDE', 'ODE'], {
      help: "ER-SDE adds the authors' amount of noise, Reverse-time SDE as much as eta says, ODE none.",
    }),
    max_stage: int({
      default: 3,
      min: 1,
      max: 3,
      help: '1 uses the present step alone, 2 and 3 the one or two before too.',
    }),
    eta: { ...eta, help: `${eta.help} Only for Reverse-time SDE.` },
    s_noise: noiseScale,
  },
  outputs: { SAMPLER: sampler },

  run({ solver_type, max_stage: order, eta, s_noise: noiseScale }) {
    if (solver_type === 'ER-SDE') return { SAMPLER: { name: 'er_sde', options: { order, noiseScale } } }
    const amount = solver_type === 'ODE' || eta === 0 ? { eta: 0, noiseScale: 0 } : { eta, noiseScale }
    return { SAMPLER: { name: 'er_sde', options: { order, ...amount } } }
  },
})
