import { samplerSpec } from '../../../../engine/sampling/sampler-row.ts'
import { dpmpp3mSde } from '../../../../engine/sampling/samplers/dpmpp-3m-sde.ts'
import { defineNode } from '../../../define.ts'
import { sampler } from '../../../sockets.ts'
import { eta, noiseDevice, noiseScale } from '../../../widgets.ts'

export default defineNode({
  type: 'SamplerDPMPP_3M_SDE',
  title: 'SamplerDPMPP_3M_SDE',
  about:
    'DPM-Solver++ (3M) with noise; it reuses the two previous steps, and needs more steps and a lower cfg than 2M.',
  formula: dpmpp3mSde.formula,
  inputs: {
    eta,
    s_noise: noiseScale,
    noise_device: noiseDevice,
  },
  outputs: { SAMPLER: sampler },
  run: ({ eta, s_noise }) => ({ SAMPLER: samplerSpec(dpmpp3mSde, { eta, noiseScale: s_noise }) }),
})
