import { joined } from '../../engine/text/python-text.ts'
import { text } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { string } from '../sockets.ts'

export default defineNode({
  type: 'StringConcatenate',
  title: 'Concatenate',
  about: 'Joins two texts.',
  inputs: {
    string_a: text({ multiline: true, verbatim: true, help: 'The first text.' }),
    string_b: text({ multiline: true, verbatim: true, help: 'The text after it.' }),
    delimiter: text({ verbatim: true, help: 'Stands between the two.' }),
  },
  outputs: { STRING: string },

  run: ({ string_a, string_b, delimiter }) => ({ STRING: joined([string_a, string_b], delimiter) }),
})
