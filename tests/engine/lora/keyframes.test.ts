import { expect, test } from 'vitest'
import { eased, factorsOf, keyframesOf, withKeyframes } from '../../../engine/lora/keyframes.ts'

/** σ falls evenly from 10 to 0. */
const levels = { percentToSigma: (share: number) => (share <= 0 ? 1e9 : 10 * (1 - share)), highest: 10 }
const keyframe = (factor: number, start: number, guaranteed = true) => ({ factor, start, guaranteed })

test('keyframes are sorted by their starts, and those that start together keep their order', () => {
  const sorted = withKeyframes([keyframe(1, 0.5)], [keyframe(2, 0), keyframe(3, 0.5)])
  expect(sorted.map(({ factor }) => factor)).toEqual([2, 1, 3])
})

test('a factor counts from its start until the next one', () => {
  const factorAt = factorsOf([keyframe(1, 0), keyframe(0.4, 0.3), keyframe(-0.5, 0.7)], levels)
  expect([10, 8, 7, 5, 3, 1].map(factorAt)).toEqual([1, 1, 0.4, 0.4, -0.5, -0.5])
})

test('asked twice at one noise level, it answers the same', () => {
  const factorAt = factorsOf([keyframe(1, 0), keyframe(2, 0.5), keyframe(3, 0.5)], levels)
  expect([10, 5, 5, 4].map(factorAt)).toEqual([1, 2, 2, 3])
})

test('a keyframe that is not guaranteed is skipped where the next one has begun too', () => {
  const factorAt = factorsOf([keyframe(1, 0), keyframe(2, 0.2, false), keyframe(3, 0.3, false)], levels)
  expect([10, 2].map(factorAt)).toEqual([1, 3])
})

test('before the first keyframe its factor counts, and without keyframes the strength stays', () => {
  expect(factorsOf([keyframe(0.5, 0.9)], levels)(10)).toBe(0.5)
  expect(factorsOf([], levels)(10)).toBe(1)
})

test.each([
  ['linear', [0, 0.25, 0.5, 0.75, 1]],
  ['ease_in', [0, 0.0625, 0.25, 0.5625, 1]],
  ['ease_out', [0, 0.4375, 0.75, 0.9375, 1]],
] as const)('%s goes from one factor to another', (ease, expected) => {
  expect(eased([0, 1], 5, ease)).toEqual(expected)
})

test('a list of factors is spread evenly over a range, and one factor begins where the range begins', () => {
  expect(keyframesOf([1, 2, 3], [0.2, 0.8]).map(({ start }) => start)).toEqual([0.2, 0.5, 0.8])
  expect(keyframesOf([1], [0.2, 0.8])).toEqual([keyframe(1, 0.2)])
})
