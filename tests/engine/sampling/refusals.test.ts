import { expect, test } from 'vitest'
import { refuseNoNumbers, refuseUnwalkable } from '../../../engine/sampling/refusals.ts'
import { tensor } from '../../../engine/tensor/tensor.ts'

test.each([
  [[14, Number.NaN, 0], 'Noise level 2 of 3 is NaN, expected a number from 0 up'],
  [[Number.POSITIVE_INFINITY, 1, 0], 'Noise level 1 of 3 is Infinity, expected a number from 0 up'],
  [[14, 3, -1], 'Noise level 3 of 3 is -1, expected a number from 0 up'],
  [[14, 0, 0], 'Noise level 2 of 3 is 0, but only the last may be 0'],
])('noise levels %j are refused in a sentence', (sigmas, sentence) => {
  expect(() => refuseUnwalkable(Float32Array.from(sigmas))).toThrow(sentence)
})

test('falling levels to 0 or above it, and rising ones, can be walked', () => {
  for (const sigmas of [[14, 3, 0], [14, 3], [0.0001, 3, 14], []]) refuseUnwalkable(Float32Array.from(sigmas))
})

test('a latent that is no longer made of numbers is refused, with what to do about it', () => {
  const lost = tensor([2], Float32Array.of(1, Number.NaN))
  const at = { sampler: 'euler_ancestral', step: 2 }
  const [falling, rising] = [Float32Array.of(14, 3, 1, 0), Float32Array.of(0.1, 3, 14)]
  const sentence = 'euler_ancestral lost the picture in step 2 of 3: its values are no numbers any more. Take another'
  expect(() => refuseNoNumbers(lost, { ...at, sigmas: falling })).toThrow(sentence)
  expect(() => refuseNoNumbers(lost, { ...at, sigmas: rising })).toThrow('The noise levels rise')
  const level = Float32Array.of(3, 1, 1, 0)
  expect(() => refuseNoNumbers(lost, { ...at, sigmas: level })).toThrow('Two noise levels are the same')
  refuseNoNumbers(tensor([2], Float32Array.of(1, -2)), { ...at, sigmas: falling })
})
