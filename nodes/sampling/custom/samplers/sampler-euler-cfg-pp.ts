import { samplerSpec } from '../../../../engine/sampling/sampler-row.ts'
import { eulerCfgPp } from '../../../../engine/sampling/samplers/euler-cfg-pp.ts'
import { choice } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { sampler } from '../../../sockets.ts'

export default defineNode({
  type: 'SamplerEulerCFGpp',
  title: 'SamplerEulerCFG++',
  about: 'Euler steps with CFG++, which prevents oversaturated colours at strong guidance; use cfg 1 to 2.',
  formula: eulerCfgPp.formula,
  inputs: {
    version: choice(['regular', 'alternative'], {
      help: 'regular is CFG++ as published. alternative applies the guidance a second time and takes a plain Euler step: stronger, and oversaturates sooner.',
    }),
  },
  outputs: { SAMPLER: sampler },
  run: ({ version }) => ({ SAMPLER: samplerSpec(eulerCfgPp, { twiceGuided: version === 'alternative' }) }),
})
