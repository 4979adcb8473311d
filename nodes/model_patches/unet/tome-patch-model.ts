import { mergedTokens } from '../../../engine/pipeline/patches/token-merging.ts'
import { patched } from '../../../engine/pipeline/types.ts'
import { float } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { model } from '../../sockets.ts'

export default defineNode({
  type: 'TomePatchModel',
  title: 'TomePatchModel',
  about:
    'Merges parts of the picture that are alike before self-attention, which makes large pictures of SD 1.x and 2.x faster.',
  formula: mergedTokens,
  inputs: {
    model,
    ratio: float({
      default: 0.3,
      min: 0,
      max: 1,
      step: 0.01,
      help: 'The share of the tokens that are merged. Higher is faster and less exact; at most three of four are merged.',
    }),
  },
  outputs: { MODEL: model },
  run: ({ model, ratio }) => ({ MODEL: patched(model, { kind: 'token-merging', ratio }) }),
})
