import { defineNode } from '../../define.ts'
import { anything } from '../../sockets.ts'
import previewAny from '../../values/preview-any.ts'

export default defineNode({
  type: 'Display Any (rgthree)',
  title: 'Display Any (rgthree)',
  about: 'Shows a text, a number or what else comes in, as text (rgthree).',
  inputs: { source: anything },
  outputs: {},
  isOutput: true,

  run(inputs, context) {
    previewAny.run(inputs, context)
    return {}
  },
})
