import { text } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { string } from '../../sockets.ts'

export default defineNode({
  type: 'easy positive',
  title: 'Positive',
  about: 'A prompt as text, of what to draw (Easy Use).',
  inputs: { positive: text({ multiline: true, help: 'What to draw.' }) },
  outputs: { positive: string },
  run: ({ positive }) => ({ positive }),
})
