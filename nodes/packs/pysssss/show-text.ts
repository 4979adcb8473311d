import { mostShown } from '../../../engine/text/in-words.ts'
import { defineNode } from '../../define.ts'
import { string } from '../../sockets.ts'

export default defineNode({
  type: 'ShowText|pysssss',
  title: 'Show Text 🐍',
  about: 'Shows a text and passes it on (Custom Scripts).',
  inputs: { text: string },
  outputs: { STRING: string },
  isOutput: true,

  run({ text }, { report }) {
    report({ kind: 'text', text: text.slice(0, mostShown) })
    return { STRING: text }
  },
})
