import { expect, test } from 'vitest'
import { zeros } from '../../../../engine/tensor/tensor.ts'
import latentCrop from '../../../../nodes/latent/transform/latent-crop.ts'
import latentFlip from '../../../../nodes/latent/transform/latent-flip.ts'
import latentRotate from '../../../../nodes/latent/transform/latent-rotate.ts'
import { testContext } from '../../context.ts'
import { expectReference, latentOf, reference, rowsOf } from '../../small.ts'

const samples = { ...latentOf([1, 2, 3], [4, 5, 6]), noiseMask: zeros([1, 1, 16, 24]), batchIndex: [2] }

test('90 degrees is a quarter clockwise', async () => {
  const { LATENT } = await latentRotate.run({ samples, rotation: '90 degrees' }, testContext())
  expect(rowsOf(LATENT.samples)).toEqual([
    [4, 1],
    [5, 2],
    [6, 3],
  ])
  expect(LATENT).toMatchObject({ batchIndex: [2], noiseMask: { dims: [1, 1, 16, 24] } })
})

test.each([
  ['90 degrees', 1],
  ['180 degrees', 2],
  ['270 degrees', 3],
] as const)('%s, as torch turns it', async (rotation, quarters) => {
  const { LATENT } = await latentRotate.run({ samples: { samples: reference('latent.a') }, rotation }, testContext())
  expectReference(LATENT.samples, `latent.rotate.${quarters}`, 0)
})

test('none rotates nothing', async () => {
  expect((await latentRotate.run({ samples, rotation: 'none' }, testContext())).LATENT).toEqual(samples)
})

test('vertically is upside down, horizontally left to right', async () => {
  const flipped = async (flip_method: 'x-axis: vertically' | 'y-axis: horizontally') =>
    rowsOf((await latentFlip.run({ samples, flip_method }, testContext())).LATENT.samples)
  expect(await flipped('x-axis: vertically')).toEqual([
    [4, 5, 6],
    [1, 2, 3],
  ])
  expect(await flipped('y-axis: horizontally')).toEqual([
    [3, 2, 1],
    [6, 5, 4],
  ])
})

test('a crop counts pixels, ends at the edge, and moves until 64 pixels are left', async () => {
  const ramp = { samples: { dims: [1, 1, 10, 20], data: Float32Array.from({ length: 200 }, (_, i) => i) } }
  const crop = async (x: number, y: number) =>
    (await latentCrop.run({ samples: ramp, width: 64, height: 128, x, y }, testContext())).LATENT.samples
  expect((await crop(40, 8)).dims).toEqual([1, 1, 9, 8])
  expect((await crop(40, 8)).data[0]).toBe(25)
  expect((await crop(16384, 16384)).dims).toEqual([1, 1, 8, 8])
  expect((await crop(16384, 16384)).data[0]).toBe(52)
})

test('a latent smaller than the smallest crop is not cropped', async () => {
  const { LATENT } = await latentCrop.run({ samples, width: 512, height: 512, x: 8, y: 8 }, testContext())
  expect(rowsOf(LATENT.samples)).toEqual([
    [1, 2, 3],
    [4, 5, 6],
  ])
})
