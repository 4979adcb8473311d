import { text } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { string } from '../sockets.ts'

export default defineNode({
  type: 'PrimitiveStringMultiline',
  title: 'String (Multiline)',
  about: 'A text, for any input that accepts one.',
  inputs: {
    value: text({
      multiline: true,
      verbatim: true,
      help: 'Any text. Alternatives such as {a|b} stay as they are, as in ComfyUI.',
    }),
  },
  outputs: { STRING: string },

  run: ({ value }) => ({ STRING: value }),
})
