import { expect, test } from 'vitest'
import { ShapeError, tensor } from '../../../engine/tensor/tensor.ts'
import { weightEmbedding } from '../../../engine/text/weighting.ts'

const empty = tensor([1, 2, 2], Float32Array.of(1, 1, 2, 2))
const z = tensor([1, 4, 2], Float32Array.of(5, 6, 7, 8, 5, 6, 7, 8))

test('each position moves away from the empty prompt at its place in the chunk', () => {
  const weighted = weightEmbedding(z, empty, [1, 2, 0.5, 0])
  expect(weighted).toEqual(tensor([1, 4, 2], Float32Array.of(5, 6, 12, 14, 3, 3.5, 2, 2)))
})

test('weights of one change nothing', () => {
  expect(weightEmbedding(z, empty, [1, 1, 1, 1])).toBe(z)
})

test('shapes that do not match are refused', () => {
  expect(() => weightEmbedding(z, empty, [2])).toThrow(ShapeError)
  expect(() => weightEmbedding(z, tensor([1, 3, 2], new Float32Array(6)), [2, 1, 1, 1])).toThrow(ShapeError)
  expect(() => weightEmbedding(z, tensor([1, 2, 1], new Float32Array(2)), [2, 1, 1, 1])).toThrow(ShapeError)
})
