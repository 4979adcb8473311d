import { normalizedGuidance } from '../../../engine/pipeline/guidance/cfg-norm.ts'
import { patched } from '../../../engine/pipeline/types.ts'
import { float } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { model } from '../../sockets.ts'

export default defineNode({
  type: 'CFGNorm',
  title: 'CFGNorm',
  about: 'Keeps a high cfg from making colours stronger than the positive prompt alone does.',
  formula: normalizedGuidance,
  inputs: {
    model,
    strength: float({ default: 1, min: 0, max: 100, step: 0.01, help: 'Multiplies the result; 1 is usual.' }),
  },
  outputs: { patched_model: model },
  run: ({ model, strength }) => ({ patched_model: patched(model, { kind: 'cfg-norm', strength }) }),
})
