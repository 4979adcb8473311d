import { perpNegGuidance } from '../../../../engine/pipeline/guidance/perp-neg.ts'
import { float } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { conditioning, guider, model } from '../../../sockets.ts'
import { cfg } from '../../../widgets.ts'

export default defineNode({
  type: 'PerpNegGuider',
  title: 'PerpNegGuider',
  about: 'Avoids only that part of the negative prompt which the positive prompt does not contain.',
  formula: perpNegGuidance,
  inputs: {
    model,
    positive: { ...conditioning, help: 'What to draw.' },
    negative: { ...conditioning, help: 'What to avoid.' },
    empty_conditioning: { ...conditioning, help: 'An empty prompt, encoded.' },
    cfg,
    neg_scale: float({ default: 1, min: 0, max: 100, step: 0.01, help: 'Strength of the negative prompt.' }),
  },
  outputs: { GUIDER: guider },
  run: ({ empty_conditioning, neg_scale, ...inputs }) => ({
    GUIDER: { kind: 'perp-neg', ...inputs, empty: empty_conditioning, negScale: neg_scale },
  }),
})
