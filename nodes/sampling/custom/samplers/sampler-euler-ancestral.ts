import { samplerSpec } from '../../../../engine/sampling/sampler-row.ts'
import { eulerAncestral } from '../../../../engine/sampling/samplers/euler-ancestral.ts'
import { defineNode } from '../../../define.ts'
import { sampler } from '../../../sockets.ts'
import { eta, noiseScale } from '../../../widgets.ts'

export default defineNode({
  type: 'SamplerEulerAncestral',
  title: 'SamplerEulerAncestral',
  about: 'Euler steps with fresh noise after each step; you set the amount of noise.',
  formula: eulerAncestral.formula,
  inputs: { eta, s_noise: noiseScale },
  outputs: { SAMPLER: sampler },
  run: ({ eta, s_noise }) => ({ SAMPLER: samplerSpec(eulerAncestral, { eta, noiseScale: s_noise }) }),
})
