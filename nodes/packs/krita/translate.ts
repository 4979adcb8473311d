import { text } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { string } from '../../sockets.ts'

/** `lang:de` before a part of the text says which language it is in. */
const directive = /lang:\w\w/

export default defineNode({
  type: 'ETN_Translate',
  title: 'Translate Text',
  about: 'Passes a text on without its marks of languages; it is not translated (External Tooling).',
  inputs: { text: text({ multiline: true, help: 'lang:de before a part of it is left out.' }) },
  outputs: { text: string },

  run({ text }) {
    const parts = text.split(directive).map(part => part.trim())
    return { text: parts.length === 1 ? text : parts.filter(part => part !== '').join(' ') }
  },
})
