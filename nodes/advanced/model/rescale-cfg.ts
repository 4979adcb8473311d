import { patched } from '../../../engine/pipeline/types.ts'
import { rescaledGuidance } from '../../../engine/sampling/guidance.ts'
import { float } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { model } from '../../sockets.ts'

export default defineNode({
  type: 'RescaleCFG',
  title: 'RescaleCFG',
  about: 'Reduces the excess contrast of a high cfg, above all with v-prediction models.',
  formula: rescaledGuidance,
  inputs: {
    model,
    multiplier: float({
      default: 0.7,
      min: 0,
      max: 1,
      step: 0.01,
      help: 'φ in the paper. 0 is plain guidance, 1 the full correction.',
    }),
  },
  outputs: { MODEL: model },
  run: ({ model, multiplier }) => ({ MODEL: patched(model, { kind: 'rescale-cfg', phi: multiplier }) }),
})
