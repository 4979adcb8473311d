import { text } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { string } from '../sockets.ts'

export default defineNode({
  type: 'PrimitiveString',
  title: 'String',
  about: 'A line of text, for any input that accepts one.',
  inputs: { value: text({ verbatim: true, help: 'One line.' }) },
  outputs: { STRING: string },

  run: ({ value }) => ({ STRING: value }),
})
