import { text } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { string } from '../../sockets.ts'

export default defineNode({
  type: 'Text Multiline',
  title: 'Text Multiline',
  about: 'A text without its lines that begin with # (WAS Node Suite).',
  inputs: { text: text({ multiline: true, help: 'Lines that begin with # are notes and are left out.' }) },
  outputs: { STRING: string },

  run({ text }) {
    const lines = text.replace(/\n$/, '').split('\n')
    return { STRING: lines.filter(line => !line.trim().startsWith('#')).join('\n') }
  },
})
