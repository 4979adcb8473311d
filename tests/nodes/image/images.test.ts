import { expect, test } from 'vitest'
import { tensor, zeros } from '../../../engine/tensor/tensor.ts'
import emptyImage from '../../../nodes/image/empty-image.ts'
import imageBatch from '../../../nodes/image/image-batch.ts'
import imageCompositeMasked from '../../../nodes/image/image-composite-masked.ts'
import imageInvert from '../../../nodes/image/image-invert.ts'
import { testContext } from '../context.ts'
import { maskOf } from '../small.ts'

const context = testContext()
const rgb = tensor([1, 1, 2, 3], Float32Array.of(1, 0.5, 0, 0.25, 0.25, 0.25))
const rgba = tensor([1, 1, 1, 4], Float32Array.of(0, 0, 1, 0.5))

test('every channel is inverted', async () => {
  expect([...(await imageInvert.run({ image: rgba }, context)).IMAGE.data]).toEqual([1, 1, 0, 0.5])
})

test('pictures of one colour', async () => {
  const { IMAGE } = await emptyImage.run({ width: 2, height: 1, batch_size: 2, color: 0xff0033 }, context)
  expect(IMAGE.dims).toEqual([2, 1, 2, 3])
  expect([...IMAGE.data.subarray(9)].map(value => Math.round(255 * value))).toEqual([255, 0, 51])
  expect(() => emptyImage.run({ width: 16384, height: 16384, batch_size: 4096, color: 0 }, context)).toThrow(
    /^4096 of 16384×16384 would take 13194\.1 GB/,
  )
})

test('the second batch follows the first in its size; a missing alpha is opaque', async () => {
  const { IMAGE } = await imageBatch.run({ image1: rgb, image2: rgba }, context)
  expect(IMAGE).toEqual(
    tensor([2, 1, 2, 4], Float32Array.of(1, 0.5, 0, 1, 0.25, 0.25, 0.25, 1, 0, 0, 1, 0.5, 0, 0, 1, 0.5)),
  )
  expect((await imageBatch.run({ image1: rgba, image2: rgb }, context)).IMAGE.dims).toEqual([2, 1, 1, 4])
})

test('a picture is placed where the mask is white, with the channels of the destination', async () => {
  const lay = async (x: number, mask = maskOf([1])) => {
    const inputs = { destination: rgb, source: rgba, x, y: 0, resize_source: false, mask }
    return [...(await imageCompositeMasked.run(inputs, context)).IMAGE.data]
  }
  expect(await lay(1)).toEqual([1, 0.5, 0, 0, 0, 1])
  expect(await lay(0, maskOf([0.5]))).toEqual([0.5, 0.25, 0.5, 0.25, 0.25, 0.25])
  expect(await lay(16384)).toEqual([...rgb.data])
  const inputs = { destination: rgba, source: rgb, x: 0, y: 0, resize_source: true, mask: undefined }
  expect([...(await imageCompositeMasked.run(inputs, context)).IMAGE.data]).toEqual([0.625, 0.375, 0.125, 1])
})

test('an empty source is refused; an empty destination stays empty', async () => {
  const inputs = { x: 0, y: 0, resize_source: false, mask: undefined }
  expect(() => imageCompositeMasked.run({ destination: rgb, source: zeros([0, 1, 1, 3]), ...inputs }, context)).toThrow(
    'the batch is empty, so it cannot be repeated 1 times',
  )
  const none = await imageCompositeMasked.run({ destination: zeros([0, 1, 2, 3]), source: rgb, ...inputs }, context)
  expect(none.IMAGE.dims).toEqual([0, 1, 2, 3])
})
