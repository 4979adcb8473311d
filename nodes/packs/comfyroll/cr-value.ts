import { float } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { number, string, whole } from '../../sockets.ts'

export default defineNode({
  type: 'CR Value',
  title: '⚙️ CR Value',
  about: 'A number, also without its fraction (Comfyroll Studio).',
  inputs: { value: float({ default: 1, min: -(2 ** 63), max: 2 ** 63, help: 'Any number.' }) },
  outputs: { FLOAT: number, INT: whole, show_help: string },

  run: ({ value }) => ({ FLOAT: value, INT: Math.trunc(value), show_help: 'INT is the number without its fraction.' }),
})
