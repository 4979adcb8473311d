import { expect, test } from 'vitest'
import { asMany, combineEmbeds } from '../../../../engine/pipeline/ip-adapter/combine.ts'
import { tensor } from '../../../../engine/tensor/tensor.ts'

const two = tensor([2, 2], Float32Array.of(3, 1, 4, 1))

test.each([
  ['add', [7, 2]],
  ['subtract', [-1, 0]],
  ['average', [3.5, 1]],
  ['norm average', [0.7, Math.fround(Math.SQRT1_2)]],
  ['max', [4, 1]],
  ['min', [3, 1]],
] as const)('%s makes one picture of two, number by number', (how, expected) => {
  const { dims, data } = combineEmbeds(two, how)
  expect([dims, [...data].map(value => value.toFixed(6))]).toEqual([[1, 2], expected.map(value => value.toFixed(6))])
})

test('concat keeps them, and the last one fills up', () => {
  expect(combineEmbeds(two, 'concat')).toBe(two)
  expect([...asMany(two, 3).data]).toEqual([3, 1, 4, 1, 4, 1])
  expect([...asMany(two, 1).data]).toEqual([3, 1])
})
