import { dualGuidance } from '../../../../engine/pipeline/unet/guider.ts'
import { choice } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { conditioning, guider, model } from '../../../sockets.ts'
import { cfg } from '../../../widgets.ts'

export default defineNode({
  type: 'DualCFGGuider',
  title: 'DualCFGGuider',
  about:
    'Guides from the negative prompt to a second prompt, and from there to the first, each with a scale of its own.',
  formula: dualGuidance,
  inputs: {
    model,
    cond1: { ...conditioning, help: 'What to draw. For editing models: the instruction and the picture.' },
    cond2: { ...conditioning, help: 'The prompt in between. For editing models: the picture alone.' },
    negative: { ...conditioning, help: 'What to avoid. Ignored when cfg_cond2_negative is 1.' },
    cfg_conds: { ...cfg, help: 'The cfg scale from cond2 to cond1.' },
    cfg_cond2_negative: { ...cfg, help: 'The cfg scale from the negative prompt to cond2.' },
    style: choice(['regular', 'nested'], {
      help: 'regular adds both differences. nested also multiplies the first by the second scale, which is stronger.',
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
