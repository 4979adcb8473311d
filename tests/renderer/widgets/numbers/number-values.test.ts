import { describe, expect, test } from 'vitest'
import { float, int, seed } from '../../../../graph/node.ts'
import { readNumber, rounded, stepped } from '../../../../renderer/widgets/numbers/number-values.ts'

describe('a number widget', () => {
  test('keeps to its limits and steps', () => {
    const width = int({ default: 512, min: 16, max: 16384, step: 8 })
    expect(rounded(width, 5)).toBe(16)
    expect(rounded(width, 99_999)).toBe(16384)
    expect(rounded(float({ default: 1, min: 0, max: 1, step: 0.01 }), 0.1 + 0.2)).toBe(0.3)
  })

  test('takes a seed to its last digit', () => {
    expect(readNumber(seed(), '18446744073709551615', 0)).toEqual({ value: 18446744073709551615n })
    expect(readNumber(seed(), '99999999999999999999', 0)).toEqual({ value: 18446744073709551615n })
    expect(readNumber(seed(), '7', 0)).toEqual({ value: 7 })
    expect(readNumber(seed(), '*2', 21)).toEqual({ value: 42 })
  })

  test('steps by one, ten or a tenth', () => {
    const cfg = float({ default: 8, min: 0, max: 100, step: 0.1 })
    expect(stepped(cfg, 8, 1, 'one')).toBe(8.1)
    expect(stepped(cfg, 8, -1, 'ten')).toBe(7)
    expect(stepped(cfg, 8, 1, 'tenth')).toBe(8.01)
    expect(stepped(seed(), 0, -1, 'one')).toBe(0)
    expect(stepped(seed(), 18446744073709551614n, 1, 'ten')).toBe(18446744073709551615n)
  })
})
