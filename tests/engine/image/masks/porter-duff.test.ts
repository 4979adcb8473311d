import { expect, test } from 'vitest'
import { porterDuff, porterDuffModes } from '../../../../engine/image/masks/porter-duff.ts'

// By hand, after Porter & Duff 1984: a source of value 0.8 and alpha 0.5 over a destination of 0.4 and alpha 0.5.
test.each([
  ['SRC', 0.8, 0.5],
  ['DST', 0.4, 0.5],
  ['CLEAR', 0, 0],
  ['SRC_OVER', (0.4 + 0.5 * 0.2) / 0.75, 0.75],
  ['DST_OVER', (0.2 + 0.5 * 0.4) / 0.75, 0.75],
  ['XOR', 0.6, 0.5],
  ['ADD', 0.6, 1],
  ['MULTIPLY', (0.4 * 0.2) / 0.25, 0.25],
  ['SCREEN', (0.4 + 0.2 - 0.08) / 0.75, 0.75],
] as const)('%s', (mode, value, alpha) => {
  const [got, covered] = porterDuff(mode, [0.8, 0.5], [0.4, 0.5])
  expect(got).toBeCloseTo(value, 6)
  expect(covered).toBeCloseTo(alpha, 6)
})

test('every mode gives a value and an alpha from 0 to 1', () => {
  for (const mode of porterDuffModes)
    for (const number of porterDuff(mode, [1, 0.9], [0.7, 0.3])) {
      expect(number).toBeGreaterThanOrEqual(0)
      expect(number).toBeLessThanOrEqual(1)
    }
})
