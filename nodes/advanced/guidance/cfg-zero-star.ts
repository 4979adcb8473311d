import { optimizedScale } from '../../../engine/pipeline/guidance/cfg-zero-star.ts'
import { patched } from '../../../engine/pipeline/types.ts'
import { defineNode } from '../../define.ts'
import { model } from '../../sockets.ts'

export default defineNode({
  type: 'CFGZeroStar',
  title: 'CFGZeroStar',
  about: 'Scales the negative prediction of each step to fit the positive one.',
  formula: optimizedScale,
  inputs: { model },
  outputs: { patched_model: model },
  run: ({ model }) => ({ patched_model: patched(model, { kind: 'cfg-zero-star' }) }),
})
