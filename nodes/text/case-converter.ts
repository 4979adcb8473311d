import { capitalized, titled } from '../../engine/text/python-text.ts'
import { choice, text } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { string } from '../sockets.ts'

export default defineNode({
  type: 'CaseConverter',
  title: 'Case Converter',
  about: 'Writes a text in capitals, in small letters, or with capitals at the beginnings.',
  inputs: {
    string: text({ multiline: true, verbatim: true, help: 'The text to convert.' }),
    mode: choice(['UPPERCASE', 'lowercase', 'Capitalize', 'Title Case'], {
      help: 'Capitalize: the first letter of the text. Title Case: that of each word.',
    }),
  },
  outputs: { STRING: string },

  run: ({ string: text, mode }) => ({ STRING: convert[mode](text) }),
})

const convert = {
  UPPERCASE: (text: string) => text.toUpperCase(),
  lowercase: (text: string) => text.toLowerCase(),
  Capitalize: capitalized,
  'Title Case': titled,
}
