import { expect, test } from 'vitest'
import { refuseNoiseLevels, refuseNotFinite } from '../../../engine/sampling/refusals.ts'
import { tensor } from '../../../engine/tensor/tensor.ts'

test.each([
  [[14, Number.NaN, 0], 'Noise level 2 of 3 is NaN, expected a number of at least 0'],
  [[Number.POSITIVE_INFINITY, 1, 0], 'Noise level 1 of 3 is Infinity, expected a number of at least 0'],
  [[14, 3, -1], 'Noise level 3 of 3 is -1, expected a number of at least 0'],
  [[14, 0, 0], 'Noise level 2 of 3 is 0, but only the last may be 0'],
])('noise levels %j are refused in a sentence', (sigmas, sentence) => {
  expect(() => refuseNoiseLevels(Float32Array.from(sigmas))).toThrow(sentence)
})

test('falling and rising noise levels are accepted', () => {
  for (const sigmas of [[14, 3, 0], [14, 3], [0.0001, 3, 14], []]) refuseNoiseLevels(Float32Array.from(sigmas))
})

test('a latent with NaN is refused with a sentence that says what to do', () => {
  const lost = tensor([2], Float32Array.of(1, Number.NaN))
  const at = { sampler: 'euler_ancestral', step: 2 }
  const [falling, rising] = [Float32Array.of(14, 3, 1, 0), Float32Array.of(0.1, 3, 14)]
  const sentence = 'euler_ancestral gave NaN or infinity in step 2 of 3. Use another sampler'
  expect(() => refuseNotFinite(lost, { ...at, sigmas: falling })).toThrow(sentence)
  expect(() => refuseNotFinite(lost, { ...at, sigmas: rising })).toThrow('The noise levels rise')
  const level = Float32Array.of(3, 1, 1, 0)
  expect(() => refuseNotFinite(lost, { ...at, sigmas: level })).toThrow('Two noise levels are equal')
  refuseNotFinite(tensor([2], Float32Array.of(1, -2)), { ...at, sigmas: falling })
})
