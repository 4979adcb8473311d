import { choice, int } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { whole } from '../../sockets.ts'

const operand = (value: number, letter: string) =>
  int({ default: value, min: 0, max: 2 ** 64, help: `The number ${letter} of the operation.` })

export default defineNode({
  type: 'SeargeIntegerMath',
  title: 'Integer Math',
  about: 'Computes with whole numbers (Searge SDXL).',
  inputs: {
    op: choice(['a * b + c', 'a + c', 'a - c', 'a * b', 'a / b'], { help: 'a / b drops the fraction.' }),
    a: operand(0, 'a'),
    b: operand(1, 'b'),
    c: operand(0, 'c'),
  },
  outputs: { result: whole },

  run({ op, a, b, c }) {
    if (op === 'a / b' && b === 0) throw new Error('a / b divides by zero: set b to 1 or more.')
    return { result: operations[op](a, b, c) }
  },
})

const operations = {
  'a * b + c': (a: number, b: number, c: number) => a * b + c,
  'a + c': (a: number, _: number, c: number) => a + c,
  'a - c': (a: number, _: number, c: number) => a - c,
  'a * b': (a: number, b: number) => a * b,
  'a / b': (a: number, b: number) => Math.floor(a / b),
}
