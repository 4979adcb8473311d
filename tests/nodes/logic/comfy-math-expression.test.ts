import { expect, test } from 'vitest'
import mathExpression from '../../../nodes/logic/comfy-math-expression.ts'
import { testContext } from '../context.ts'

const context = testContext()
const none = Object.fromEntries('bcdefgh'.split('').map(letter => [`values.${letter}`, undefined])) as never
const compute = (expression: string) =>
  mathExpression.run({ expression, ...(none as object), 'values.a': 7n, 'values.b': 2 } as never, context) as {
    FLOAT: number
    INT: number
  }

/** The values are those of Python 3.12. */
test.each([
  ['a + b', 9],
  ['a / b', 3.5],
  ['a // b', 3],
  ['-a // b', -4],
  ['-a % 3', 2],
  ['2 ** 3 ** 2', 512],
  ['-2 ** 2', -4],
  ['2 ** -1', 0.5],
  ['a * (b - 1) % 4', 3],
  ['a if a > b else b', 7],
  ['a if a < b or not b else b if b == 2 else 0', 2],
  ['1 < b < 3 and 5', 5],
  ['max(values) + min(a, b) + sum(values)', 18],
  ['round(2.5) + round(a / 3, 2)', 4.33],
  ['ceil(sqrt(a)) + floor(log2(9)) + int(2.9)', 8],
  [' 1e2 + .5 ', 100.5],
])('%s is %d', (expression, value) => {
  const { FLOAT, INT } = compute(expression)
  expect(FLOAT).toBeCloseTo(value, 12)
  expect(INT).toBe(Math.trunc(value))
})

test.each([
  ['', 'The expression is empty.'],
  ['a +', 'The expression ends where a value is missing.'],
  ['a ; b', 'The expression has something else at “; b”.'],
  ['a b', 'The expression goes on after its end, at “b”.'],
  ['(a', 'The expression needs “)” before “its end”.'],
  ['c + 1', 'The expression names “c”, which is not connected'],
  ['__import__("os")', 'The expression has something else'],
  ['constructor(a)', 'The expression calls constructor, which is none of sum, min'],
  ['a / 0', 'The expression divides by zero.'],
  ['a > b', 'does not give a number'],
  ['10 ** 4000', 'gives Infinity'],
  ['10 ** 5000', 'at most 4000 is possible'],
  ['('.repeat(200), 'nested more than 100 times'],
  [`${'a+'.repeat(6000)}a`, 'at most 10000 are read'],
])('%j is refused', (expression, message) => {
  expect(() => compute(expression)).toThrow(message)
})
