import { expect, test } from 'vitest'
import { fitMask, greyOut, growMask } from '../../../../engine/image/masks/inpaint-mask.ts'
import { cropTo8 } from '../../../../engine/image/transform/crop.ts'
import { tensor, zeros } from '../../../../engine/tensor/tensor.ts'
import { readGolden } from '../../../goldens/read.ts'

const vae = readGolden('nets/vae.io.safetensors')

/** An 8 × 8 mask with one place set. */
const dot = (y: number, x: number) => tensor([1, 1, 8, 8], new Float32Array(64).fill(1, y * 8 + x, y * 8 + x + 1))
const setPlaces = (mask: { data: Float32Array }) => [...mask.data.keys()].filter(i => mask.data[i] === 1)

test('the noise mask is the one that ComfyUI makes with grow_mask_by 6', () => {
  const pixels = vae.get('inpaint.pixels_u8')!
  expect(growMask(fitMask(vae.get('inpaint.mask')!, pixels), 6)).toEqual(vae.get('inpaint.noise_mask'))
})

test('an odd growth is centred, an even one reaches further down and right', () => {
  const grown = (by: number) => setPlaces(growMask(dot(4, 4), by))
  expect(grown(0)).toEqual([36])
  expect(grown(2)).toEqual([36, 37, 44, 45])
  expect(grown(3)).toEqual([27, 28, 29, 35, 36, 37, 43, 44, 45])
})

test('growth stops at the border', () => {
  expect(setPlaces(growMask(dot(0, 0), 3))).toEqual([0, 1, 8, 9])
})

test('masked pixels become grey in every picture of the batch, and alpha is removed', () => {
  const pixels = greyOut(zeros([2, 8, 8, 4]), dot(0, 1))
  expect(pixels.dims).toEqual([2, 8, 8, 3])
  expect([...pixels.data.keys()].filter(i => pixels.data[i] === 0.5)).toEqual([3, 4, 5, 195, 196, 197])
})

test('a mask of another size is resized to the picture, then both are cropped around the middle', () => {
  const mask = tensor([1, 1, 2], Float32Array.of(0, 1))
  const fitted = fitMask(mask, zeros([1, 8, 10, 3]))
  expect(fitted.dims).toEqual([1, 1, 8, 8])
  // Ten places (i + ½)/5 − ½ between two values, clamped to 0…1; one is cut off on each side.
  const row = [0, 0, 0.2, 0.4, 0.6, 0.8, 1, 1]
  for (const [x, value] of row.entries()) expect(fitted.data[x]).toBeCloseTo(value, 5)
})

test('a picture is cropped in the middle to multiples of 8', () => {
  const ramp = tensor(
    [1, 8, 11, 1],
    Float32Array.from({ length: 88 }, (_, i) => i % 11),
  )
  const cropped = cropTo8(ramp)
  expect(cropped.dims).toEqual([1, 8, 8, 1])
  expect([...cropped.data.subarray(0, 8)]).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
})
