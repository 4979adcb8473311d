import { joined } from '../../engine/text/python-text.ts'
import { text } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { string } from '../sockets.ts'

export default defineNode({
  type: 'StringReplace',
  title: 'Replace',
  about: 'Replaces every place where a text occurs in another.',
  inputs: {
    string: text({ multiline: true, verbatim: true, help: 'The text to change.' }),
    find: text({ multiline: true, verbatim: true, help: 'What is replaced; an empty text is between all characters.' }),
    replace: text({ multiline: true, verbatim: true, help: 'What takes its place.' }),
  },
  outputs: { STRING: string },

  run: ({ string: text, find, replace }) => ({
    STRING: joined(find === '' ? ['', ...text, ''] : text.split(find), replace),
  }),
})
