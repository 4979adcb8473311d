import { samplerSpec } from '../../../engine/sampling/sampler-row.ts'
import { lcmDualNoise } from '../../../engine/sampling/samplers/lcm-alternative.ts'
import { float, int, toggle } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { sampler } from '../../sockets.ts'

export default defineNode({
  type: 'SamplerLCMDualNoise',
  title: 'SamplerLCMDualNoise',
  about: 'Euler whose prediction is mixed with that for fresh noise (sampler-lcm-alternative).',
  formula: lcmDualNoise.formula,
  inputs: {
    weight: float({ default: 0.65, min: 0, max: 1, step: 0.001, help: 'The share of the prediction for fresh noise.' }),
    normalize_steps: int({ default: 0, min: 0, max: 50, help: 'Only 0 is possible here.' }),
    reuse_lcm_noise: toggle({ default: false, help: 'Draws the fresh noise once, for all steps.' }),
    parallel: toggle({ default: false, help: 'Adds the fresh noise to the prediction of the step before.' }),
  },
  outputs: { SAMPLER: sampler },

  run({ weight, normalize_steps, reuse_lcm_noise: reuse, parallel }) {
    if (normalize_steps > 0) throw new Error('Only 0 steps are possible here: set normalize_steps to 0.')
    return { SAMPLER: samplerSpec(lcmDualNoise, { weight, reuse, parallel }) }
  },
})
