import { defineNode } from '../../../define.ts'
import { sampler } from '../../../sockets.ts'
import { eta, noiseDevice, noiseScale } from '../../../widgets.ts'

export default defineNode({
  type: 'SamplerDPMPP_3M_SDE',
  title: 'SamplerDPMPP_3M_SDE',
  about: 'As DPM++ 2M SDE with the last two steps reused; wants more steps, and a smaller cfg.',
  formula: {
    lines: [
      'x′ = (σ′/σ)·e^(−ηh)·x + E·D + φ₂·d₁ − φ₃·d₂ + σ′·√(1 − e^(−2ηh))·z',
      'd₁, d₂: first and second differences of D over the last steps',
    ],
    source: 'k-diffusion, Crowson 2023, after Lu et al. 2022, arXiv:2211.01095',
  },
  inputs: {
    eta,
    s_noise: noiseScale,
    noise_device: noiseDevice,
  },
  outputs: { SAMPLER: sampler },
  run: ({ eta, s_noise }) => ({ SAMPLER: { name: 'dpmpp_3m_sde', options: { eta, noiseScale: s_noise } } }),
})
