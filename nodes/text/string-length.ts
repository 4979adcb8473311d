import { lengthOf } from '../../engine/text/python-text.ts'
import { text } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { whole } from '../sockets.ts'

export default defineNode({
  type: 'StringLength',
  title: 'Length',
  about: 'Counts the characters of a text.',
  inputs: {
    string: text({ multiline: true, verbatim: true, help: 'The text to measure.' }),
  },
  outputs: { length: whole },

  run: ({ string: text }) => ({ length: lengthOf(text) }),
})
