import { samplerSpec } from '../../../engine/sampling/sampler-row.ts'
import { lcmCycle } from '../../../engine/sampling/samplers/lcm-alternative.ts'
import { int, toggle } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { sampler } from '../../sockets.ts'
import { ancestral } from './sampler-lcm-alternative.ts'

export default defineNode({
  type: 'SamplerLCMCycle',
  title: 'SamplerLCMCycle',
  about: 'Alternates steps of Euler and of LCM (sampler-lcm-alternative).',
  formula: lcmCycle.formula,
  inputs: {
    euler_steps: int({ default: 1, min: 1, max: 50, help: 'Steps of Euler in a row, which keep the noise.' }),
    lcm_steps: int({ default: 2, min: 1, max: 50, help: 'Steps of LCM after them, which add fresh noise.' }),
    tweak_sigmas: toggle({ default: false, help: 'On: each cycle goes through all noise levels in larger steps.' }),
    ancestral,
  },
  outputs: { SAMPLER: sampler },
  run: ({ euler_steps: eulerSteps, lcm_steps: lcmSteps, tweak_sigmas: regrouped, ancestral }) => ({
    SAMPLER: samplerSpec(lcmCycle, { eulerSteps, lcmSteps, regrouped, ancestral }),
  }),
})
