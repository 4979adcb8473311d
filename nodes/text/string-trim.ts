import { trimEnd, trimStart } from '../../engine/text/python-text.ts'
import { choice, text } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { string } from '../sockets.ts'

export default defineNode({
  type: 'StringTrim',
  title: 'Trim',
  about: 'Removes white space from the ends of a text.',
  inputs: {
    string: text({ multiline: true, verbatim: true, help: 'The text to trim.' }),
    mode: choice(['Both', 'Left', 'Right'], { help: 'From which end white space is removed.' }),
  },
  outputs: { STRING: string },

  run({ string: text, mode }) {
    const fromLeft = mode === 'Right' ? text : trimStart(text)
    return { STRING: mode === 'Left' ? fromLeft : trimEnd(fromLeft) }
  },
})
