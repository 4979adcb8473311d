import { float } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { number } from '../sockets.ts'

export default defineNode({
  type: 'PrimitiveFloat',
  title: 'Float',
  about: 'A number, for any input that accepts one.',
  inputs: { value: float({ default: 0, min: -(2 ** 63), max: 2 ** 63, step: 0.1, help: 'Any number.' }) },
  outputs: { FLOAT: number },

  run: ({ value }) => ({ FLOAT: value }),
})
