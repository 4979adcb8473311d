import { defineNode } from '../../../define.ts'
import { sampler } from '../../../sockets.ts'
import { eta, noiseScale } from '../../../widgets.ts'

export default defineNode({
  type: 'SamplerDPMPP_2S_Ancestral',
  title: 'SamplerDPMPP_2S_Ancestral',
  about: 'DPM-Solver++ with two looks a step and fresh noise after each: slower, finer than euler_ancestral.',
  formula: {
    lines: ['xₛ = (σₛ/σ)·x + (1 − σₛ/σ)·D,  σₛ = √(σ·σ_down)', 'x′ = (σ_down/σ)·x + (1 − σ_down/σ)·D(xₛ) + σ_up·z'],
    source: 'Lu et al. 2022, arXiv:2211.01095, algorithm 1',
  },
  inputs: { eta, s_noise: noiseScale },
  outputs: { SAMPLER: sampler },
  run: ({ eta, s_noise }) => ({ SAMPLER: { name: 'dpmpp_2s_ancestral', options: { eta, noiseScale: s_noise } } }),
})
