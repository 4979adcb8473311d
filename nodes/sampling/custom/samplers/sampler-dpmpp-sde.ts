import { samplerSpec } from '../../../../engine/sampling/sampler-row.ts'
import { dpmppSde } from '../../../../engine/sampling/samplers/dpmpp-sde.ts'
import { float } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { sampler } from '../../../sockets.ts'
import { eta, noiseDevice, noiseScale } from '../../../widgets.ts'

export default defineNode({
  type: 'SamplerDPMPP_SDE',
  title: 'SamplerDPMPP_SDE',
  about: 'DPM-Solver++ with noise; each step evaluates the model twice, which gives rich detail in few steps.',
  formula: dpmppSde.formula,
  inputs: {
    eta,
    s_noise: noiseScale,
    r: float({
      default: 0.5,
      min: 0,
      max: 100,
      step: 0.01,
      help: 'Where in a step the model is evaluated again, in ln σ: 0.5 is the middle, 1 the end. Must be above 0.',
    }),
    noise_device: noiseDevice,
  },
  outputs: { SAMPLER: sampler },
  run: ({ eta, s_noise, r }) => ({ SAMPLER: samplerSpec(dpmppSde, { eta, noiseScale: s_noise, r }) }),
})
