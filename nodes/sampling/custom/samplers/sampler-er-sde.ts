import { samplerSpec } from '../../../../engine/sampling/sampler-row.ts'
import { erSde } from '../../../../engine/sampling/samplers/er-sde.ts'
import { choice, int } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { sampler } from '../../../sockets.ts'
import { eta, noiseScale } from '../../../widgets.ts'

export default defineNode({
  type: 'SamplerER_SDE',
  title: 'SamplerER_SDE',
  about: 'Extended reverse-time SDE solver, with the amount of noise you select; it reuses up to two previous steps.',
  formula: erSde.formula,
  inputs: {
    solver_type: choice(['ER-SDE', 'Reverse-time SDE', 'ODE'], {
      help: 'ER-SDE adds as much noise as its authors recommend, Reverse-time SDE as much as eta says, ODE none.',
    }),
    max_stage: int({
      default: 3,
      min: 1,
      max: 3,
      help: '1 uses the current step only, 2 and 3 also use one or two previous steps.',
    }),
    eta: { ...eta, help: `${eta.help} Used by Reverse-time SDE only.` },
    s_noise: noiseScale,
  },
  outputs: { SAMPLER: sampler },

  run({ solver_type, max_stage: order, eta, s_noise: noiseScale }) {
    if (solver_type === 'ER-SDE') return { SAMPLER: samplerSpec(erSde, { order, noiseScale }) }
    const amount = solver_type === 'ODE' || eta === 0 ? { eta: 0, noiseScale: 0 } : { eta, noiseScale }
    return { SAMPLER: samplerSpec(erSde, { order, ...amount }) }
  },
})
