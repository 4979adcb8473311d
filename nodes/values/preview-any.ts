import { inWords, mostShown } from '../../engine/text/in-words.ts'
import { defineNode } from '../define.ts'
import { anything, string } from '../sockets.ts'

export default defineNode({
  type: 'PreviewAny',
  title: 'Preview as Text',
  about: 'Shows a text, a number or what else comes in, as text.',
  inputs: { source: anything },
  outputs: { STRING: string },
  isOutput: true,

  run({ source }, { report }) {
    const text = inWords(source)
    report({ kind: 'text', text: text.slice(0, mostShown) })
    return { STRING: text }
  },
})
