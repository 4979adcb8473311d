import { guidance } from '../../../../engine/sampling/guidance.ts'
import { defineNode } from '../../../define.ts'
import { conditioning, guider, model } from '../../../sockets.ts'
import { cfg } from '../../../widgets.ts'

export default defineNode({
  type: 'CFGGuider',
  title: 'CFGGuider',
  about: 'Guides away from the negative prompt towards the positive one, as KSampler does.',
  formula: guidance,
  inputs: {
    model,
    positive: { ...conditioning, help: 'What to draw.' },
    negative: { ...conditioning, help: 'What to avoid. Ignored at cfg 1.' },
    cfg,
  },
  outputs: { GUIDER: guider },
  run: inputs => ({ GUIDER: { kind: 'cfg', ...inputs } }),
})
