import { defineNode } from '../../../define.ts'
import { sampler } from '../../../sockets.ts'
import { eta, noiseScale } from '../../../widgets.ts'

export default defineNode({
  type: 'SamplerEulerAncestralCFGPP',
  title: 'SamplerEulerAncestralCFG++',
  about: 'Ancestral Euler steps with CFG++, which keeps strong guidance from burning; use cfg 1 to 2.',
  formula: {
    lines: ['σ_up = min(σ′, η·√(σ′²(σ² − σ′²)/σ²)),  σ_down = √(σ′² − σ_up²)', 'x′ = D + σ_down·(x − D_u)/σ + σ_up·z'],
    source: 'Chung et al. 2024, arXiv:2406.08070',
  },
  inputs: {
    eta: { ...eta, max: 1 },
    s_noise: { ...noiseScale, max: 10 },
  },
  outputs: { SAMPLER: sampler },
  run: ({ eta, s_noise }) => ({ SAMPLER: { name: 'euler_ancestral_cfg_pp', options: { eta, noiseScale: s_noise } } }),
})
