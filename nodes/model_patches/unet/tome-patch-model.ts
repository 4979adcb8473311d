import { tokenMerging } from '../../../engine/pipeline/patches/token-merging.ts'
import { patched } from '../../../engine/pipeline/types.ts'
import { float } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { model } from '../../sockets.ts'

export default defineNode({
  type: 'TomePatchModel',
  title: 'TomePatchModel',
  about: 'Merges tokens that are alike in self-attention, which is faster and slightly less exact.',
  formula: tokenMerging,
  inputs: {
    model,
    ratio: float({
      default: 0.3,
      min: 0,
      max: 1,
      step: 0.01,
      help: 'Share of tokens that are merged; at most three quarters are.',
    }),
  },
  outputs: { MODEL: model },
  run: ({ model, ratio }) => ({ MODEL: patched(model, { kind: 'token-merging', ratio }) }),
})
