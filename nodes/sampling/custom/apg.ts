import { projectedGuidance } from '../../../engine/pipeline/guidance/apg.ts'
import { patched } from '../../../engine/pipeline/types.ts'
import { float } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { model } from '../../sockets.ts'

export default defineNode({
  type: 'APG',
  title: 'Adaptive Projected Guidance',
  about: 'Limits the guidance, so that a high cfg does not oversaturate the picture.',
  formula: projectedGuidance,
  inputs: {
    model,
    eta: float({
      default: 1,
      min: -10,
      max: 10,
      step: 0.01,
      help: 'Share of the guidance along the prediction itself, which saturates. 1 is plain guidance, 0 removes it.',
    }),
    norm_threshold: float({
      default: 5,
      min: 0,
      max: 50,
      step: 0.1,
      help: 'The guidance of one step is scaled down to this length. 0 sets no limit.',
    }),
    momentum: float({
      default: 0,
      min: 0,
      max: 1,
      step: 0.01,
      help: 'How much of the guidance of earlier steps is added. 0 is off.',
    }),
  },
  outputs: { MODEL: model },
  run: ({ model, eta, norm_threshold, momentum }) => ({
    MODEL: patched(model, { kind: 'apg', eta, threshold: norm_threshold, momentum }),
  }),
})
