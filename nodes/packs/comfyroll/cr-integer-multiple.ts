import { float, int } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { string, whole } from '../../sockets.ts'

export default defineNode({
  type: 'CR Integer Multiple',
  title: '⚙️ CR Integer Multiple',
  about: 'Multiplies a whole number and drops the fraction (Comfyroll Studio).',
  inputs: {
    integer: int({ default: 1, min: -(2 ** 64), max: 2 ** 64, help: 'A whole number.' }),
    multiple: float({ default: 8, min: 1, max: 2 ** 64, help: 'What it is multiplied by.' }),
  },
  outputs: { INT: whole, show_help: string },

  run: ({ integer, multiple }) => ({
    INT: Math.trunc(integer * multiple),
    show_help: 'INT is the product without its fraction.',
  }),
})
