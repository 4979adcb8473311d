import { expect, test } from 'vitest'
import { darkestBelow } from '../../../../engine/image/filters/dark-pixels.ts'
import { tensor } from '../../../../engine/tensor/tensor.ts'

test('a pixel is dark where its darkest colour is below the value in 8 bits', () => {
  const pixels = [1, 1, 1, 1, 1, 126.9 / 255, 127.1 / 255, 1, 1, 0, 0, 0]
  expect([...darkestBelow(tensor([1, 2, 2, 3], Float32Array.from(pixels)), 127).data]).toEqual([1, 0, 1, 0])
})
