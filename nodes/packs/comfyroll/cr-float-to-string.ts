import { inWords } from '../../../engine/text/in-words.ts'
import { defineNode } from '../../define.ts'
import { number, string } from '../../sockets.ts'

export default defineNode({
  type: 'CR Float To String',
  title: '🔧 CR Float To String',
  about: 'Writes a number as text (Comfyroll Studio).',
  inputs: { float_: number },
  outputs: { STRING: string, show_help: string },

  run: ({ float_ }) => ({
    STRING: Number.isInteger(float_) ? `${float_}.0` : inWords(float_),
    show_help: 'The first output is the number as text.',
  }),
})
