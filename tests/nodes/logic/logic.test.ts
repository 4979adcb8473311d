import { expect, test } from 'vitest'
import { tensor, zeros } from '../../../engine/tensor/tensor.ts'
import batchImages from '../../../nodes/image/batch/batch-images.ts'
import comfyAndNode from '../../../nodes/logic/comfy-and-node.ts'
import comfyNotNode from '../../../nodes/logic/comfy-not-node.ts'
import comfyOrNode from '../../../nodes/logic/comfy-or-node.ts'
import comfyPassOrNoneNode from '../../../nodes/logic/comfy-pass-or-none-node.ts'
import batchMasks from '../../../nodes/mask/batch-masks.ts'
import batchAny from '../../../nodes/values/batch-images-masks-latents.ts'
import comfyNumberConvert from '../../../nodes/values/comfy-number-convert.ts'
import { testContext } from '../context.ts'

const context = testContext()

test.each([
  [0, true],
  [0n, true],
  ['', true],
  [[], true],
  [false, true],
  [tensor([1], Float32Array.of(0)), true],
  [-1, false],
  ['0', false],
  [{ samples: zeros([1]) }, false],
  [Float32Array.of(2), false],
])('not %o is %s, as in Python', async (value, expected) => {
  expect((await comfyNotNode.run({ value }, context)).BOOLEAN).toBe(expected)
})

test('a picture is neither true nor false', () => {
  expect(() => comfyNotNode.run({ value: zeros([1, 2, 2, 3]) }, context)).toThrow('neither true nor false')
})

test('and, or', async () => {
  const and = async (...values: unknown[]) =>
    (await comfyAndNode.run(Object.fromEntries(values.map((value, i) => [`values.value${i}`, value])), context)).BOOLEAN
  const or = async (...values: unknown[]) =>
    (await comfyOrNode.run(Object.fromEntries(values.map((value, i) => [`values.value${i}`, value])), context)).BOOLEAN
  expect([await and(1, 'x'), await and(1, ''), await or(0, '', 2), await or(0, false)]).toEqual([
    true,
    false,
    true,
    false,
  ])
})

test('a value passes, or the one that takes its place', async () => {
  expect(await comfyPassOrNoneNode.run({ anything: 0, default: 5 }, context)).toEqual({ output: 0, is_none: false })
  expect(await comfyPassOrNoneNode.run({ anything: undefined, default: 5 }, context)).toEqual({
    output: 5,
    is_none: false,
  })
  expect(await comfyPassOrNoneNode.run({ anything: undefined, default: undefined }, context)).toEqual({
    output: null,
    is_none: true,
  })
})

test.each([
  [true, 1, 1n],
  [7n, 7, 7n],
  [-2.9, -2.9, -2n],
  [' 12 ', 12, 12n],
  ['18446744073709551615', 18446744073709552000, 18446744073709551615n],
  ['-3.7', -3.7, -3n],
  ['1e3', 1000, 1000n],
])('%o is the number %d and the whole number %s', async (value, FLOAT, INT) => {
  expect(await comfyNumberConvert.run({ value }, context)).toEqual({ FLOAT, INT })
})

test.each(['', 'cat', 'inf', Number.NaN])('%o is not a number', value => {
  expect(() => comfyNumberConvert.run({ value }, context)).toThrow('is not a number')
})

test('batches of any number are joined at the size of the first', async () => {
  const images = Object.fromEntries([0, 1, 12].map(i => [`images.image${i}`, zeros([1, 2 + i, 4, 3])]))
  expect((await batchImages.run(images, context)).IMAGE.dims).toEqual([3, 2, 4, 3])
  const masks = { 'masks.mask0': tensor([1, 1, 2], Float32Array.of(0, 1)), 'masks.mask1': zeros([2, 3, 3]) }
  expect((await batchMasks.run(masks, context)).MASK.dims).toEqual([3, 1, 2])
  const any = (...inputs: Parameters<typeof batchAny.run>[0]['inputs.input0'][]) =>
    batchAny.run(Object.fromEntries(inputs.map((input, i) => [`inputs.input${i}`, input])), context)
  const latent = { samples: zeros([1, 4, 2, 2]) }
  expect(await any(latent, latent)).toMatchObject({ 'IMAGE,MASK,LATENT': { samples: { dims: [2, 4, 2, 2] } } })
  expect(await any(zeros([1, 2, 2]), zeros([1, 2, 2]))).toMatchObject({ 'IMAGE,MASK,LATENT': { dims: [2, 2, 2] } })
  await expect(any(zeros([1, 2, 2]), zeros([1, 2, 2, 3]))).rejects.toThrow('masks and pictures cannot be joined')
})
