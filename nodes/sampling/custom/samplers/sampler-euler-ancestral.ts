import { defineNode } from '../../../define.ts'
import { sampler } from '../../../sockets.ts'
import { eta, noiseScale } from '../../../widgets.ts'

export default defineNode({
  type: 'SamplerEulerAncestral',
  title: 'SamplerEulerAncestral',
  about: 'Euler steps with fresh noise after each, in an amount you choose.',
  formula: {
    lines: [
      'σ_up = min(σ′, η·√(σ′²(σ² − σ′²)/σ²)),  σ_down = √(σ′² − σ_up²)',
      'x′ = x + (σ_down − σ)·(x − D)/σ + σ_up·z',
    ],
    source: 'k-diffusion, Crowson 2022; Song et al. 2021, arXiv:2010.02502',
  },
  inputs: { eta, s_noise: noiseScale },
  outputs: { SAMPLER: sampler },
  run: ({ eta, s_noise }) => ({ SAMPLER: { name: 'euler_ancestral', options: { eta, noiseScale: s_noise } } }),
})
