import { choice, text, toggle } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { boolean } from '../sockets.ts'

export default defineNode({
  type: 'StringCompare',
  title: 'Compare',
  about: 'Tells whether a text equals another, or begins or ends with it.',
  inputs: {
    string_a: text({ multiline: true, verbatim: true, help: 'The text that is looked at.' }),
    string_b: text({ multiline: true, verbatim: true, help: 'What it is compared with.' }),
    mode: choice(['Starts With', 'Ends With', 'Equal'], { help: 'How the two are compared.' }),
    case_sensitive: toggle({ default: true, help: 'On: capitals and small letters are different.' }),
  },
  outputs: { BOOLEAN: boolean },

  run({ string_a, string_b, mode, case_sensitive: isExact }) {
    const [a, b] = isExact ? [string_a, string_b] : [string_a.toLowerCase(), string_b.toLowerCase()]
    if (mode === 'Equal') return { BOOLEAN: a === b }
    return { BOOLEAN: mode === 'Starts With' ? a.startsWith(b) : a.endsWith(b) }
  },
})
