import { expect, test } from 'vitest'
import { RangeInputError } from '../../../engine/errors.ts'
import emptyLatentImage from '../../../nodes/latent/empty-latent-image.ts'
import { testContext } from '../context.ts'

const make = (width: number, height: number, batch_size: number) =>
  emptyLatentImage.run({ width, height, batch_size }, testContext())

test('one latent value for 8 × 8 pixels, four channels, all zero', async () => {
  const { LATENT } = await make(128, 64, 2)
  expect(LATENT.samples.dims).toEqual([2, 4, 8, 16])
  expect(LATENT.samples.data.every(value => value === 0)).toBe(true)
})

test('a side that is no multiple of 8 is refused with the nearest that are', () => {
  expect(() => make(513, 512, 1)).toThrow(RangeInputError)
  expect(() => make(512, 516, 1)).toThrow('height must be a multiple of 8, got 516. The nearest are 512 and 520.')
})
