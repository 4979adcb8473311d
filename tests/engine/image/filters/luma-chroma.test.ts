import { expect, test } from 'vitest'
import { fromLumaAndChroma, lumaAndChroma } from '../../../../engine/image/filters/luma-chroma.ts'
import { ShapeError, tensor, zeros } from '../../../../engine/tensor/tensor.ts'

test('a colour is split into three grey pictures, and comes back', () => {
  const picture = tensor([1, 1, 2, 3], Float32Array.of(1, 0, 0, 0.2, 0.4, 0.8))
  const [y, u, v] = lumaAndChroma(picture)
  expect([y.data[0], u.data[1], v.data[2]].map(value => value!.toFixed(5))).toEqual(['0.29900', '0.33136', '0.99981'])
  const back = fromLumaAndChroma(y, u, v)
  back.data.forEach((value, i) => {
    expect(value).toBeCloseTo(picture.data[i]!, 5)
  })
})

test('pictures of unlike sizes are refused', () => {
  const [small, large] = [zeros([1, 1, 1, 3]), zeros([1, 2, 2, 3])]
  expect(() => fromLumaAndChroma(small, large, small)).toThrow(ShapeError)
})
