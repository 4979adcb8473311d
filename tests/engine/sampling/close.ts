import { expect } from 'vitest'
import type { Tensor } from '../../../engine/tensor/tensor.ts'

/** The largest |a − b| over all positions; NaN in one place only counts as infinite. */
export function maxDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let max = a.length === b.length ? 0 : Number.POSITIVE_INFINITY
  for (let i = 0; i < a.length; i++) {
    const d = Math.abs(a[i]! - b[i]!)
    if (Number.isNaN(d)) return Number.POSITIVE_INFINITY
    max = Math.max(max, d)
  }
  return max
}

/** Same dimensions, and no value further than `tolerance` (absolute) from the expected one. */
export function expectClose(actual: Tensor, expected: Tensor, tolerance: number, what: string): void {
  expect(actual.dims, `dimensions of ${what}`).toEqual(expected.dims)
  expect(maxDifference(actual.data, expected.data), what).toBeLessThanOrEqual(tolerance)
}

/** Same length, and no value further than `tolerance`, relative to it, from the expected one. */
export function expectCloseList(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
  what: string,
): void {
  expect(actual.length, `length of ${what}`).toBe(expected.length)
  for (let i = 0; i < expected.length; i++) {
    const error = Math.abs(actual[i]! - expected[i]!)
    expect(error, `${what}[${i}]: ${actual[i]}, expected ${expected[i]}`).toBeLessThanOrEqual(
      tolerance * Math.abs(expected[i]!),
    )
  }
}
