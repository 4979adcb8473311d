import { inWords } from '../../../engine/text/in-words.ts'
import { defineNode } from '../../define.ts'
import { string, whole } from '../../sockets.ts'

export default defineNode({
  type: 'CR Integer To String',
  title: '🔧 CR Integer To String',
  about: 'Writes a number as text (Comfyroll Studio).',
  inputs: { int_: whole },
  outputs: { STRING: string, show_help: string },

  run: ({ int_ }) => ({ STRING: inWords(int_), show_help: 'The first output is the number as text.' }),
})
