import { expect, test } from 'vitest'
import { hintFor } from '../../../../engine/pipeline/control/hint.ts'
import { type Tensor, tensor } from '../../../../engine/tensor/tensor.ts'

const color = { channels: 3, multiple: 8 }
const picture = (height: number, width: number, ...pixels: readonly number[][]): Tensor =>
  tensor([1, height, width, pixels[0]!.length], Float32Array.from(pixels.flat()))

/** What each plane holds, where it is the same at every pixel. */
const planes = ({ dims: [, c = 0, h = 0, w = 0], data }: Tensor): number[] =>
  Array.from({ length: c }, (_, i) => {
    const values = new Set(data.subarray(i * h * w, (i + 1) * h * w))
    expect(values.size).toBe(1)
    return [...values][0]!
  })

test('is eight times the latent’s size', () => {
  expect(hintFor(picture(1, 1, [0, 0, 0]), color, [3, 5]).dims).toEqual([1, 3, 24, 40])
})

test('is slightly larger where the network needs larger multiples', () => {
  expect(hintFor(picture(1, 1, [0, 0, 0]), { channels: 3, multiple: 16 }, [3, 5]).dims).toEqual([1, 3, 32, 48])
})

test('is cropped to the latent’s proportions around the middle', () => {
  const wide = picture(1, 3, [0, 0, 0], [0.25, 0.5, 0.75], [1, 1, 1])
  expect(planes(hintFor(wide, color, [1, 1]))).toEqual([0.25, 0.5, 0.75])
})

test('is scaled with nearest pixels', () => {
  const { data } = hintFor(picture(1, 2, [0, 0, 0], [1, 1, 1]), color, [1, 2])
  expect(new Set(data)).toEqual(new Set([0, 1]))
})

test.each([
  ['grey', [0.5], 3, [0.5, 0.5, 0.5]],
  ['grey with alpha', [0.5, 0.25], 3, [0.5, 0.5, 0.5]],
  ['colour with alpha', [0.25, 0.5, 0.75, 0], 3, [0.25, 0.5, 0.75]],
  ['colour, for a net that reads grey', [0.25, 0.5, 0.75], 1, [0.5]],
  ['grey, for a net that reads grey', [0.25], 1, [0.25]],
])('takes %s', (_, pixel, channels, expected) => {
  expect(planes(hintFor(picture(1, 1, pixel), { channels, multiple: 8 }, [1, 1]))).toEqual(expected)
})
