import { text } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { anything, string } from '../../sockets.ts'

export default defineNode({
  type: 'CR Text',
  title: '🔤 CR Text',
  about: 'A text, for any input that accepts one (Comfyroll Studio).',
  inputs: { text: text({ multiline: true, help: 'Any text.' }) },
  outputs: { text: anything, show_help: string },

  run: ({ text }) => ({ text, show_help: 'The first output is the text.' }),
})
