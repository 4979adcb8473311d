import { expect, test } from 'vitest'
import { parseDecimal } from '../../../engine/text/decimal.ts'

// What Python's float() gives.
test.each([
  ['1', 1],
  [' 1.2 ', 1.2],
  ['.5', 0.5],
  ['-5.', -5],
  ['+1_000.2_5', 1000.25],
  ['1e-1', 0.1],
  ['.5E1_0', 5e9],
])('%s is a number', (text, value) => {
  expect(parseDecimal(text)).toBe(value)
})

test.each(['', 'x', '.', '_1', '1_', '1__0', '1_.5', '1._5', '1e', '1 2', '٣', 'inf', 'nan', '1e999'])(
  '%s is not a number',
  text => {
    expect(parseDecimal(text)).toBeNull()
  },
)

test('refuses digits before something else, however many they are', { timeout: 20_000 }, () => {
  for (const length of [900, 60_000, 5_000_000]) {
    expect(parseDecimal(`${'1'.repeat(length)}x`)).toBeNull()
    expect(parseDecimal(`${'1_'.repeat(length)}x`)).toBeNull()
  }
})
