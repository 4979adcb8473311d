import { defineNode } from '../../../define.ts'
import { guidance } from '../../../formulas.ts'
import { conditioning, guider, model } from '../../../sockets.ts'
import { cfg } from '../../../widgets.ts'

export default defineNode({
  type: 'CFGGuider',
  title: 'CFGGuider',
  about: 'Leads away from the negative prompt towards the positive one, as KSampler does.',
  formula: guidance,
  inputs: {
    model,
    positive: { ...conditioning, help: 'What to draw.' },
    negative: { ...conditioning, help: 'What to avoid; unused at cfg 1.' },
    cfg,
  },
  outputs: { GUIDER: guider },
  run: inputs => ({ GUIDER: { kind: 'cfg', ...inputs } }),
})
