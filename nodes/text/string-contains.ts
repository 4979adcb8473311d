import { text, toggle } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { boolean } from '../sockets.ts'

export default defineNode({
  type: 'StringContains',
  title: 'Contains',
  about: 'Tells whether a text occurs in another.',
  inputs: {
    string: text({ multiline: true, verbatim: true, help: 'The text to search.' }),
    substring: text({ multiline: true, verbatim: true, help: 'What is searched for.' }),
    case_sensitive: toggle({ default: true, help: 'On: capitals and small letters are different.' }),
  },
  outputs: { contains: boolean },

  run({ string: text, substring, case_sensitive: isExact }) {
    const contains = isExact ? text.includes(substring) : text.toLowerCase().includes(substring.toLowerCase())
    return { contains }
  },
})
