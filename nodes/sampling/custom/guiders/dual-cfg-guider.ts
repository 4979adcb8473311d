import { choice } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { conditioning, guider, model } from '../../../sockets.ts'
import { cfg } from '../../../widgets.ts'

export default defineNode({
  type: 'DualCFGGuider',
  title: 'DualCFGGuider',
  about:
    'Guides twice: from the negative prompt to a second one, and from there to the first, each as hard as you say.',
  formula: {
    lines: [
      'regular: D = D_u + w₂·(D₂ − D_u) + w₁·(D₁ − D₂)',
      'nested: D = D_u + w₂·(D₂ + w₁·(D₁ − D₂) − D_u)',
      'w₁ = cfg_conds,  w₂ = cfg_cond2_negative',
    ],
    source: 'Brooks et al. 2022, arXiv:2211.09800, equation 3',
  },
  inputs: {
    model,
    cond1: { ...conditioning, help: 'What to draw; for editing models, the instruction with the picture.' },
    cond2: { ...conditioning, help: 'What lies between; for editing models, the picture alone.' },
    negative: { ...conditioning, help: 'What to avoid; unused where cfg_cond2_negative is 1.' },
    cfg_conds: { ...cfg, help: 'How hard the picture is pulled from cond2 to cond1.' },
    cfg_cond2_negative: { ...cfg, help: 'How hard it is pulled from the negative prompt to cond2.' },
    style: choice(['regular', 'nested'], {
      help: 'regular adds both pulls; nested applies the outer one to the result of the inner one too, which is stronger.',
    }),
  },
  outputs: { GUIDER: guider },

  run: ({ model, cond1, cond2, negative, cfg_conds, cfg_cond2_negative, style }) => ({
    GUIDER: {
      kind: 'dual',
      style,
      model,
      first: cond1,
      second: cond2,
      negative,
      cfgFirst: cfg_conds,
      cfgSecond: cfg_cond2_negative,
    },
  }),
})
