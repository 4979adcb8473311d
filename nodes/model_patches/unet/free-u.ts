import { freeUScaling } from '../../../engine/pipeline/patches/free-u.ts'
import { patched } from '../../../engine/pipeline/types.ts'
import { float } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { model } from '../../sockets.ts'

export default defineNode({
  type: 'FreeU',
  title: 'FreeU',
  about: 'Strengthens the network’s own features over the skips, for cleaner pictures at no cost.',
  formula: freeUScaling,
  inputs: {
    model,
    b1: float({
      default: 1.1,
      min: 0,
      max: 10,
      step: 0.01,
      help: 'Factor of the network’s own features in the innermost blocks. 1 changes nothing.',
    }),
    b2: float({ default: 1.2, min: 0, max: 10, step: 0.01, help: 'The same in the blocks around them.' }),
    s1: float({
      default: 0.9,
      min: 0,
      max: 10,
      step: 0.01,
      help: 'Factor of the coarse part of what skips the innermost blocks. 1 changes nothing.',
    }),
    s2: float({ default: 0.2, min: 0, max: 10, step: 0.01, help: 'The same in the blocks around them.' }),
  },
  outputs: { MODEL: model },
  run: ({ model, b1, b2, s1, s2 }) => ({
    MODEL: patched(model, { kind: 'free-u', version: 1, scales: [b1, b2, s1, s2] }),
  }),
})
