import { int } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { sampler } from '../../../sockets.ts'

export default defineNode({
  type: 'SamplerLMS',
  title: 'SamplerLMS',
  about: 'Extrapolates the path from the directions of several past steps.',
  formula: {
    lines: ['x′ = x + Σⱼ cⱼ·dᵢ₋ⱼ,  d = (x − D)/σ', 'cⱼ = ∫ Πₖ≠ⱼ (τ − σᵢ₋ₖ)/(σᵢ₋ⱼ − σᵢ₋ₖ) dτ  from σ to σ′'],
    source: 'Liu et al. 2022, arXiv:2202.09778; k-diffusion, Crowson 2022',
  },
  inputs: {
    order: int({
      default: 4,
      min: 1,
      max: 100,
      help: 'How many past steps are used: 1 is euler, 4 the usual. More than 4 soon breaks the picture.',
    }),
  },
  outputs: { SAMPLER: sampler },
  run: ({ order }) => ({ SAMPLER: { name: 'lms', options: { order } } }),
})
