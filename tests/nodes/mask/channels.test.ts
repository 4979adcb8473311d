import { expect, test } from 'vitest'
import { tensor } from '../../../engine/tensor/tensor.ts'
import imageColorToMask from '../../../nodes/mask/image-color-to-mask.ts'
import imageToMask from '../../../nodes/mask/image-to-mask.ts'
import maskToImage from '../../../nodes/mask/mask-to-image.ts'
import { testContext } from '../context.ts'
import { maskOf, rowsOf } from '../small.ts'

const context = testContext()
const rgb = tensor([1, 1, 2, 3], Float32Array.of(1, 0.5, 0, 0, 0.25, 1))
const rgba = tensor([1, 1, 1, 4], Float32Array.of(1, 0.5, 0, 0.75))

test('a mask becomes three equal channels', async () => {
  const { IMAGE } = await maskToImage.run({ mask: maskOf([0.25, 1]) }, context)
  expect(IMAGE).toEqual(tensor([1, 1, 2, 3], Float32Array.of(0.25, 0.25, 0.25, 1, 1, 1)))
})

test('a channel becomes a mask, alpha where there is one', async () => {
  expect(rowsOf((await imageToMask.run({ image: rgb, channel: 'green' }, context)).MASK)).toEqual([[0.5, 0.25]])
  expect(rowsOf((await imageToMask.run({ image: rgba, channel: 'alpha' }, context)).MASK)).toEqual([[0.75]])
  expect(() => imageToMask.run({ image: rgb, channel: 'alpha' }, context)).toThrow(
    'The picture has no alpha channel. Select red, green or blue',
  )
})

test('a colour is found at 256 levels, whatever its alpha', async () => {
  const found = async (image: typeof rgb, color: number) =>
    rowsOf((await imageColorToMask.run({ image, color }, context)).MASK)
  expect(await found(rgb, 0xff8000)).toEqual([[1, 0]])
  expect(await found(rgb, 0x0040ff)).toEqual([[0, 1]])
  expect(await found(rgba, 0xff8000)).toEqual([[1]])
})
