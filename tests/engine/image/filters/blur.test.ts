import { expect, test } from 'vitest'
import { convolve, gaussian } from '../../../../engine/image/filters/blur.ts'

/** One row of pixels, repeated as a mirror does: c b [a b c] b a. */
const mirroredRow = (row: readonly number[], times: number) => {
  const period = [...row, ...row.slice(1, -1).toReversed()]
  return Array.from({ length: times * period.length }, (_, i) => period[i % period.length]!)
}

test('a kernel larger than the picture gives what a long mirrored picture gives in its middle', () => {
  const row = [0, 0.2, 1, 0.4, 0.9]
  const weights = gaussian(30, 12)
  const small = convolve({ dims: [1, 1, 5, 1], data: Float32Array.from(row) }, weights).data
  const long = mirroredRow(row, 40)
  const middle = 20 * 8
  const expected = row.map((_, i) => weights.reduce((sum, weight, k) => sum + weight * long[middle + i + k - 30]!, 0))
  expect([...small]).toEqual(expected.map(value => expect.closeTo(value, 5)))
})
