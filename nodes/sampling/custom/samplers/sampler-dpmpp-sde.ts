import { float } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { sampler } from '../../../sockets.ts'
import { eta, noiseDevice, noiseScale } from '../../../widgets.ts'

export default defineNode({
  type: 'SamplerDPMPP_SDE',
  title: 'SamplerDPMPP_SDE',
  about: 'DPM-Solver++ on the path with noise, with two looks a step: rich detail in few steps.',
  formula: {
    lines: [
      'D′ = (1 − 1/2r)·D + 1/2r·D(xₛ),  λₛ = λ + r·h,  λ = −ln σ',
      'x′ = (σ_down/σ)·x + (1 − σ_down/σ)·D′ + σ_up·z',
    ],
    source: 'Lu et al. 2022, arXiv:2211.01095',
  },
  inputs: {
    eta,
    s_noise: noiseScale,
    r: float({
      default: 0.5,
      min: 0,
      max: 100,
      step: 0.01,
      help: 'Where the second look of a step is taken, in ln σ: 0.5 is half-way, 1 at its end. Above 0.',
    }),
    noise_device: noiseDevice,
  },
  outputs: { SAMPLER: sampler },
  run: ({ eta, s_noise, r }) => ({ SAMPLER: { name: 'dpmpp_sde', options: { eta, noiseScale: s_noise, r } } }),
})
