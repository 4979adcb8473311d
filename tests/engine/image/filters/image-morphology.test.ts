import { expect, test } from 'vitest'
import { type imageMorphologies, morph } from '../../../../engine/image/filters/image-morphology.ts'
import { tensor } from '../../../../engine/tensor/tensor.ts'

/** One row of three grey values with one channel. */
const row = (...values: number[]) => tensor([1, 1, values.length, 1], Float32Array.from(values))
const run = (operation: (typeof imageMorphologies)[number], size: number, ...values: number[]) => [
  ...morph(row(...values), operation, size).data,
]

test('squares of odd sides: extremes of the neighbours, and what opening and closing remove', () => {
  expect(run('erode', 3, 1, 0, 1, 1, 1)).toEqual([0, 0, 0, 1, 1])
  expect(run('dilate', 3, 0, 1, 0, 0, 0)).toEqual([1, 1, 1, 0, 0])
  expect(run('open', 3, 0, 1, 0, 1, 1, 1)).toEqual([0, 0, 0, 1, 1, 1])
  expect(run('close', 3, 1, 0, 1, 0, 0, 0)).toEqual([1, 1, 1, 0, 0, 0])
  expect(run('gradient', 3, 0, 1, 0, 0, 0)).toEqual([1, 1, 1, 0, 0])
  expect(run('top_hat', 3, 0, 1, 0, 1, 1, 1)).toEqual([0, 1, 0, 0, 0, 0])
  expect(run('bottom_hat', 3, 1, 0, 1, 0, 0, 0)).toEqual([0, 1, 0, 0, 0, 0])
})

// By hand, after kornia 0.9: the square of an erosion covers p − 2 … p + 1, that of a dilation p − 1 … p + 2.
test('a square of four pixels lies to either side', () => {
  expect(run('erode', 4, 1, 1, 1, 0, 1, 1, 1)).toEqual([1, 1, 0, 0, 0, 0, 1])
  expect(run('dilate', 4, 0, 0, 0, 1, 0, 0, 0)).toEqual([0, 1, 1, 1, 1, 0, 0])
})

test('a square larger than the picture makes it flat; rows and columns both count', () => {
  expect(run('dilate', 99, 0, 0.5, 0.25)).toEqual([0.5, 0.5, 0.5])
  const picture = tensor([1, 3, 3, 1], Float32Array.from([0, 0, 0, 0, 0, 0, 0, 0, 1]))
  expect([...morph(picture, 'dilate', 3).data]).toEqual([0, 0, 0, 0, 1, 1, 0, 1, 1])
})
