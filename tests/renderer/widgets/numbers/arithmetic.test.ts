import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { calculate } from '../../../../renderer/widgets/numbers/arithmetic.ts'

const value = (text: string, present = 10) => {
  const answer = calculate(text, present)
  return 'value' in answer ? answer.value : answer.why
}

describe('what is typed into a number', () => {
  test.each([
    ['512', 512],
    ['3*512', 1536],
    ['1+2*3', 7],
    ['(1 + 2) * 3', 9],
    ['2^3^2', 512],
    ['-2^2', -4],
    ['7%4', 3],
    ['1,5', 1.5],
    ['.5', 0.5],
    ['1e-3', 0.001],
    ['--3', 3],
  ])('%s is %d', (text, expected) => expect(value(text)).toBeCloseTo(expected, 12))

  test.each([
    ['*2', 20],
    ['+0.5', 10.5],
    ['/4', 2.5],
    ['^2', 100],
  ])('%s starts from the present value', (text, expected) => expect(value(text)).toBe(expected))

  test('a leading minus is a sign, not a subtraction', () => expect(value('-1')).toBe(-1))

  test.each([
    ['', 'Type a number.'],
    ['abc', 'Cannot read “abc”.'],
    ['1+', 'That is not a number.'],
    ['(1', 'That is not a number.'],
    ['1/0', 'That is not a number.'],
    ['alert(1)', 'Cannot read “alert(1)”.'],
    ['1 2', 'Cannot read “2”.'],
  ])('%s is refused: %s', (text, why) => expect(value(text)).toBe(why))

  test('agrees with JavaScript on sums and products', () => {
    const number = fc.integer({ min: 0, max: 99 })
    const sign = fc.constantFrom('+', '-', '*')
    fc.assert(
      fc.property(fc.array(fc.tuple(sign, number), { maxLength: 6 }), number, (rest, first) => {
        const text = `${first}${rest.map(([s, n]) => `${s}${n}`).join('')}`
        // The reference is the language's own reading of the same text.
        expect(value(text)).toBe(Number(new Function(`return ${text}`)()))
      }),
    )
  })
})
