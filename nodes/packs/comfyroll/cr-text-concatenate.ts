import { optional, text } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { anything, string } from '../../sockets.ts'

export default defineNode({
  type: 'CR Text Concatenate',
  title: '🔤 CR Text Concatenate',
  about: 'Joins two texts that come by wires (Comfyroll Studio).',
  inputs: {
    text1: optional(string),
    text2: optional(string),
    separator: optional(text({ verbatim: true, help: 'What stands between the two.' })),
  },
  outputs: { STRING: anything, show_help: string },

  run: ({ text1 = '', text2 = '', separator = '' }) => ({
    STRING: text1 + separator + text2,
    show_help: 'STRING is the first text, the separator and the second text.',
  }),
})
