import { samplerSpec } from '../../../../engine/sampling/sampler-row.ts'
import { lms } from '../../../../engine/sampling/samplers/lms.ts'
import { int } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { sampler } from '../../../sockets.ts'

export default defineNode({
  type: 'SamplerLMS',
  title: 'SamplerLMS',
  about: 'Linear multistep: extrapolates from the directions of several previous steps.',
  formula: lms.formula,
  inputs: {
    order: int({
      default: 4,
      min: 1,
      max: 100,
      help: 'How many steps are used. 1 is Euler, 4 is usual; above 4 the picture soon breaks.',
    }),
  },
  outputs: { SAMPLER: sampler },
  run: ({ order }) => ({ SAMPLER: samplerSpec(lms, { order }) }),
})
