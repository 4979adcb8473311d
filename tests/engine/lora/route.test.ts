import { expect, test } from 'vitest'
import { routedShares } from '../../../engine/lora/route.ts'

const v = (...values: number[]) => Float32Array.from(values)
const empty = v(10, 10, 10)
const prompts = [v(11, 10, 10), v(10, 11, 10), v(11, 11, 10)]

test('shares follow the cosine between what the texts have beside the empty text', () => {
  const { shares, similarities } = routedShares({ text: v(12, 10, 10), prompts, empty }, { count: 3, sharpness: 2 })
  expect(similarities).toEqual([1, 0, expect.closeTo(Math.SQRT1_2, 6)])
  const powers = [Math.exp(2), 1, Math.exp(2 * Math.SQRT1_2)]
  const sum = powers.reduce((a, b) => a + b)
  for (const [i, power] of powers.entries()) expect(shares[i]).toBeCloseTo(power / sum, 6)
})

test('only the most similar act, and one alone has the whole strength', () => {
  const of = { text: v(12, 10, 10), prompts, empty }
  expect(routedShares(of, { count: 1, sharpness: 10 }).shares).toEqual([1, 0, 0])
  expect(routedShares(of, { count: 2, sharpness: 0 }).shares).toEqual([0.5, 0, 0.5])
})

test('an empty text is like no prompt: all that act count the same', () => {
  expect(routedShares({ text: empty, prompts, empty }, { count: 3, sharpness: 10 }).shares).toEqual([
    1 / 3,
    1 / 3,
    1 / 3,
  ])
})
