import { expect, test } from 'vitest'
import { decode, encodeHalves } from '../../../../engine/checkpoint/files/dtype.ts'

test('every half-precision number is written as it is read', () => {
  const bits = Uint16Array.from({ length: 65_536 }, (_, i) => i).filter(
    i => (i & 0x7c00) !== 0x7c00 || (i & 0x3ff) === 0,
  )
  const values = decode('F16', new Uint8Array(bits.buffer))
  expect(new Uint16Array(encodeHalves(values).buffer as ArrayBuffer)).toEqual(bits)
})

test.each([
  // Halfway between two numbers: the even one.
  [1 + 2 ** -11, 1],
  [1 + 3 * 2 ** -11, 1 + 2 ** -9],
  [1 + 2 ** -11 + 2 ** -20, 1 + 2 ** -10],
  [65_519, 65_504],
  [65_520, Number.POSITIVE_INFINITY],
  [2 ** -25, 0],
  [2 ** -25 + 2 ** -40, 2 ** -24],
  [3 * 2 ** -25, 2 ** -23],
  [-(2 ** -30), -0],
  [Number.NaN, Number.NaN],
])('%d is rounded to %d', (value, expected) => {
  const bytes = Uint8Array.from(encodeHalves(Float32Array.of(value)))
  expect(decode('F16', bytes)[0]).toBe(expected)
})
