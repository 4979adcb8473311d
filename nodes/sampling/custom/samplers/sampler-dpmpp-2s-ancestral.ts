import { samplerSpec } from '../../../../engine/sampling/sampler-row.ts'
import { dpmpp2sAncestral } from '../../../../engine/sampling/samplers/dpmpp-2s-ancestral.ts'
import { defineNode } from '../../../define.ts'
import { sampler } from '../../../sockets.ts'
import { eta, noiseScale } from '../../../widgets.ts'

export default defineNode({
  type: 'SamplerDPMPP_2S_Ancestral',
  title: 'SamplerDPMPP_2S_Ancestral',
  about: 'DPM-Solver++ (2S) with fresh noise after each step, which evaluates the model twice.',
  formula: dpmpp2sAncestral.formula,
  inputs: { eta, s_noise: noiseScale },
  outputs: { SAMPLER: sampler },
  run: ({ eta, s_noise }) => ({ SAMPLER: samplerSpec(dpmpp2sAncestral, { eta, noiseScale: s_noise }) }),
})
