import { evaluate } from '../../engine/text/expression.ts'
import { growing, optional, socket, text } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { boolean, number, whole } from '../sockets.ts'

const operand = optional(
  socket<number | bigint | boolean>('FLOAT,INT,BOOLEAN', 'A number that the expression names by the letter.'),
)

export default defineNode({
  type: 'ComfyMathExpression',
  title: 'Math Expression',
  about: 'Computes a number from others by a formula.',
  inputs: {
    expression: text({
      multiline: true,
      verbatim: true,
      default: 'a + b',
      help: 'With + - * / // % **, comparisons, “a if a > b else b”, and sum, min, max, abs, round, pow, sqrt, ceil, floor, log, log2, log10, sin, cos, tan, int, float.',
    }),
    ...growing('values', [...'abcdefghijklmnopqrstuvwxyz'], operand),
  },
  outputs: { FLOAT: number, INT: whole, BOOL: boolean },

  run({ expression, ...values }) {
    const named = Object.entries(values).flatMap(([name, value]) =>
      value === undefined ? [] : [[name.slice('values.'.length), Number(value)]],
    )
    const result = evaluate(expression, Object.fromEntries(named))
    return { FLOAT: result, INT: Math.trunc(result), BOOL: result !== 0 }
  },
})
