import { text } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { string } from '../../sockets.ts'

export default defineNode({
  type: 'easy negative',
  title: 'Negative',
  about: 'A prompt as text, of what to avoid (Easy Use).',
  inputs: { negative: text({ multiline: true, help: 'What to avoid.' }) },
  outputs: { negative: string },
  run: ({ negative }) => ({ negative }),
})
