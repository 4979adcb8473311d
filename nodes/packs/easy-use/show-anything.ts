import { optional } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { anything } from '../../sockets.ts'
import previewAny from '../../values/preview-any.ts'

export default defineNode({
  type: 'easy showAnything',
  title: 'Show Any',
  about: 'Shows a text, a number or what else comes in, and passes it on (Easy Use).',
  inputs: { anything: optional(anything) },
  outputs: { output: anything },
  isOutput: true,

  run(inputs, context) {
    previewAny.run({ source: inputs.anything }, context)
    return { output: inputs.anything }
  },
})
