import { choice } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { sampler } from '../../../sockets.ts'

export default defineNode({
  type: 'SamplerEulerCFGpp',
  title: 'SamplerEulerCFG++',
  about: 'Euler steps with CFG++, which keeps strong guidance from burning; use cfg 1 to 2.',
  formula: {
    lines: ['regular: x′ = D + σ′·(x − D_u)/σ', 'alternative: x′ = x + (σ′ − σ)·(x − D*)/σ,  D* = 2·D − D_u'],
    source: 'Chung et al. 2024, arXiv:2406.08070',
  },
  inputs: {
    version: choice(['regular', 'alternative'], {
      help: 'regular is CFG++ as published. alternative guides once more and takes a plain Euler step: stronger, and closer to burning.',
    }),
  },
  outputs: { SAMPLER: sampler },
  run: ({ version }) => ({ SAMPLER: { name: 'euler_cfg_pp', options: { twiceGuided: version === 'alternative' } } }),
})
