import { samplerSpec } from '../../../../engine/sampling/sampler-row.ts'
import { eulerAncestralCfgPp } from '../../../../engine/sampling/samplers/euler-ancestral.ts'
import { defineNode } from '../../../define.ts'
import { sampler } from '../../../sockets.ts'
import { eta, noiseScale } from '../../../widgets.ts'

export default defineNode({
  type: 'SamplerEulerAncestralCFGPP',
  title: 'SamplerEulerAncestralCFG++',
  about: 'Ancestral Euler steps with CFG++, which prevents oversaturated colours at strong guidance; use cfg 1 to 2.',
  formula: eulerAncestralCfgPp.formula,
  inputs: {
    eta: { ...eta, max: 1 },
    s_noise: { ...noiseScale, max: 10 },
  },
  outputs: { SAMPLER: sampler },
  run: ({ eta, s_noise }) => ({ SAMPLER: samplerSpec(eulerAncestralCfgPp, { eta, noiseScale: s_noise }) }),
})
