import { int } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { whole } from '../../sockets.ts'

const value = int({ default: 0, min: 0, max: 2 ** 64, help: 'A whole number, 0 or more.' })

export default defineNode({
  type: 'SeargeIntegerPair',
  title: 'Integer Pair',
  about: 'Two whole numbers (Searge SDXL).',
  inputs: { value1: value, value2: value },
  outputs: { 'value 1': whole, 'value 2': whole },

  run: ({ value1, value2 }) => ({ 'value 1': value1, 'value 2': value2 }),
})
