import { defineNode } from '../../define.ts'
import { whole } from '../../sockets.ts'
import previewAny from '../../values/preview-any.ts'

export default defineNode({
  type: 'Display Int (rgthree)',
  title: 'Display Int (rgthree)',
  about: 'Shows a whole number (rgthree).',
  inputs: { input: whole },
  outputs: {},
  isOutput: true,

  run({ input }, context) {
    previewAny.run({ source: input }, context)
    return {}
  },
})
