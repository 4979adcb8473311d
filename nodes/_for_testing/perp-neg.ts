import { perpNegGuidance } from '../../engine/pipeline/guidance/perp-neg.ts'
import { patched } from '../../engine/pipeline/types.ts'
import { float } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { conditioning, model } from '../sockets.ts'

export default defineNode({
  type: 'PerpNeg',
  title: 'Perp-Neg (DEPRECATED by PerpNegGuider)',
  about: 'Avoids only that part of the negative prompt which the positive prompt does not contain.',
  formula: perpNegGuidance,
  inputs: {
    model,
    empty_conditioning: { ...conditioning, help: 'An empty prompt, encoded.' },
    neg_scale: float({ default: 1, min: 0, max: 100, step: 0.01, help: 'Strength of the negative prompt.' }),
  },
  outputs: { MODEL: model },
  run: ({ model, empty_conditioning, neg_scale }) => ({
    MODEL: patched(model, { kind: 'perp-neg', empty: empty_conditioning, scale: neg_scale }),
  }),
})
