import { choice } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { sampler } from '../../../sockets.ts'
import { eta, noiseDevice, noiseScale } from '../../../widgets.ts'

export default defineNode({
  type: 'SamplerDPMPP_2M_SDE',
  title: 'SamplerDPMPP_2M_SDE',
  about: 'DPM-Solver++ on the path with noise, which reuses the step before: good detail at one look a step.',
  formula: {
    lines: [
      'x′ = (σ′/σ)·e^(−ηh)·x + E·D + c·(D − D_last)/r + σ′·√(1 − e^(−2ηh))·z',
      'h = ln σ/σ′,  E = 1 − e^(−(1+η)h),  c = E/2 (midpoint)',
    ],
    source: 'Lu et al. 2022, arXiv:2211.01095; k-diffusion, Crowson 2022',
  },
  inputs: {
    solver_type: choice(['midpoint', 'heun'], { help: 'How the step before is used; the pictures differ little.' }),
    eta,
    s_noise: noiseScale,
    noise_device: noiseDevice,
  },
  outputs: { SAMPLER: sampler },
  run: ({ solver_type, eta, s_noise }) => ({
    SAMPLER: { name: 'dpmpp_2m_sde', options: { solver: solver_type, eta, noiseScale: s_noise } },
  }),
})
