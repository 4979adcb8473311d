import { float, int } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { sampler } from '../../../sockets.ts'
import { eta, noiseScale } from '../../../widgets.ts'

const coefficient = { min: 0, max: 100, step: 0.01 }

export default defineNode({
  type: 'SamplerDPMAdaptative',
  title: 'SamplerDPMAdaptative',
  about: 'Chooses its own steps, as long as the error allows; of the noise levels only the first and last count.',
  formula: {
    lines: [
      'e = ‖(x_low − x_high)/max(atol, rtol·|x|)‖/√n',
      'f = e^(−(P+I+D)/k)·e₁^((P+2D)/k)·e₂^(−D/k),  h ← h·(1 + arctan(f − 1))',
    ],
    source: 'Lu et al. 2022, arXiv:2206.00927, appendix C; Söderlind 2003, doi:10.1145/641876.641877',
  },
  inputs: {
    order: int({ default: 3, min: 2, max: 3, help: 'Looks a step: 3 takes longer steps than 2.' }),
    rtol: float({ default: 0.05, ...coefficient, help: 'Error allowed, as a share of the value. Less takes longer.' }),
    atol: float({ default: 0.0078, ...coefficient, help: 'Error allowed where values are near 0. Less takes longer.' }),
    h_init: float({ default: 0.05, ...coefficient, help: 'Length of the first step in ln σ. Above 0.' }),
    pcoeff: float({
      default: 0,
      ...coefficient,
      help: 'P: how much a change of the error lengthens or shortens steps.',
    }),
    icoeff: float({ default: 1, ...coefficient, help: 'I: how much the error itself does. Keep 1.' }),
    dcoeff: float({ default: 0, ...coefficient, help: 'D: how much a change of that change does.' }),
    accept_safety: float({
      default: 0.81,
      ...coefficient,
      help: 'A step is taken unless the next would have to be shorter than this times it. Below 1.',
    }),
    eta: { ...eta, default: 0 },
    s_noise: noiseScale,
  },
  outputs: { SAMPLER: sampler },

  run: ({ order, eta, s_noise, rtol, atol, h_init, pcoeff, icoeff, dcoeff, accept_safety }) => {
    const adaptive = {
      relativeTolerance: rtol,
      absoluteTolerance: atol,
      firstStep: h_init,
      proportional: pcoeff,
      integral: icoeff,
      derivative: dcoeff,
      acceptance: accept_safety,
    }
    return { SAMPLER: { name: 'dpm_adaptive', options: { order, eta, noiseScale: s_noise, adaptive } } as const }
  },
})
