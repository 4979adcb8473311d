import { samplerSpec } from '../../../engine/sampling/sampler-row.ts'
import { lcmAlternative } from '../../../engine/sampling/samplers/lcm-alternative.ts'
import { float, int } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { sampler } from '../../sockets.ts'

export const ancestral = float({
  default: 0,
  min: 0,
  max: 1,
  step: 0.01,
  help: 'The share of fresh noise in a step of Euler; 0 keeps the noise that is there.',
})

export default defineNode({
  type: 'SamplerLCMAlternative',
  title: 'SamplerLCMAlternative',
  about: 'LCM whose first steps are steps of Euler (sampler-lcm-alternative).',
  formula: lcmAlternative.formula,
  inputs: {
    euler_steps: int({
      default: 0,
      min: -10_000,
      max: 10_000,
      help: 'How many of the first steps keep their noise. Below 0: all but so many.',
    }),
    ancestral,
    noise_mult: float({
      default: 1,
      min: 0,
      max: 2,
      step: 0.001,
      help: 'Multiplies the kept noise, where ancestral is 0.',
    }),
  },
  outputs: { SAMPLER: sampler },
  run: ({ euler_steps: eulerSteps, ancestral, noise_mult: noiseScale }) => ({
    SAMPLER: samplerSpec(lcmAlternative, { eulerSteps, ancestral, noiseScale }),
  }),
})
