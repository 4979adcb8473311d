import { int, optional, text } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { string, whole } from '../sockets.ts'

export default defineNode({
  type: 'CustomCombo',
  title: 'Custom Combo',
  about: 'One of several texts that the author of the workflow wrote, and its number.',
  inputs: {
    choice: text({ verbatim: true, help: 'The text that is passed on.' }),
    index: optional(
      int({ default: 0, min: -1, max: 2 ** 31, help: 'The number of the text among the choices, from 0.' }),
    ),
  },
  outputs: { STRING: string, INDEX: whole },
  run: ({ choice, index = 0 }) => ({ STRING: choice, INDEX: index }),
})
