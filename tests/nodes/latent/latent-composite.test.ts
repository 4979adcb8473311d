import { expect, test } from 'vitest'
import { zeros } from '../../../engine/tensor/tensor.ts'
import latentComposite from '../../../nodes/latent/latent-composite.ts'
import latentCompositeMasked from '../../../nodes/latent/latent-composite-masked.ts'
import { testContext } from '../context.ts'
import { expectReference, latentOf, reference, rowsOf } from '../small.ts'

const ground = latentOf([0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0])
const lay = async (piece: ReturnType<typeof latentOf>, x: number, y: number, feather = 0) =>
  rowsOf(
    (await latentComposite.run({ samples_to: ground, samples_from: piece, x, y, feather }, testContext())).LATENT
      .samples,
  )

test('x and y count pixels, eight to a value; what extends beyond the edge is cut off', async () => {
  const piece = latentOf([1, 2], [3, 4])
  expect(await lay(piece, 8, 15)).toEqual([
    [0, 0, 0, 0],
    [0, 1, 2, 0],
    [0, 3, 4, 0],
  ])
  expect(await lay(piece, 24, 16)).toEqual([
    [0, 0, 0, 0],
    [0, 0, 0, 0],
    [0, 0, 0, 1],
  ])
  expect(await lay(piece, 16384, 0)).toEqual(rowsOf(ground.samples))
})

test('a feathered piece fades on the sides that are not at the edge of the latent below', async () => {
  const piece = latentOf([1, 1, 1], [1, 1, 1], [1, 1, 1])
  expect(await lay(piece, 8, 0, 16)).toEqual([
    [0, 0.5, 1, 1],
    [0, 0.5, 1, 1],
    [0, 0.5, 1, 1],
  ])
  expect(await lay(latentOf([1, 1]), 8, 8, 16)).toEqual([
    [0, 0, 0, 0],
    [0, 0.125, 0.125, 0],
    [0, 0, 0, 0],
  ])
})

test('a single piece is placed on every latent of a batch, and the latent below keeps its mask', async () => {
  const batch = { samples: zeros([2, 1, 1, 1]), noiseMask: zeros([1, 1, 8, 8]) }
  const inputs = { samples_to: batch, samples_from: latentOf([5]), x: 0, y: 0, feather: 0 }
  const { LATENT } = await latentComposite.run(inputs, testContext())
  expect([...LATENT.samples.data]).toEqual([5, 5])
  expect(LATENT.noiseMask).toBe(batch.noiseMask)
})

const masked = async (x: number, y: number, resize_source: boolean, masks = reference('mask')) => {
  const [destination, source] = [{ samples: reference('latent.a') }, { samples: reference('latent.b') }]
  const inputs = { destination, source, x, y, resize_source, mask: masks }
  return (await latentCompositeMasked.run(inputs, testContext())).LATENT.samples
}

test('a mask is resized to the source, each latent with its own mask, as torch computes it', async () => {
  const [, h, w] = reference('mask').dims as [number, number, number]
  const first = { dims: [1, h, w], data: reference('mask').data.subarray(0, h * w) }
  expectReference(await masked(13 * 8, 9 * 8, false, first), 'latent.composite_masked.13.9')
  expectReference(await masked(0, 0, true), 'latent.composite_masked.resized')
})

test('without a mask all of the source is visible', async () => {
  const inputs = { destination: ground, source: latentOf([7]), x: 0, y: 8, resize_source: false, mask: undefined }
  expect(rowsOf((await latentCompositeMasked.run(inputs, testContext())).LATENT.samples)[1]).toEqual([7, 0, 0, 0])
})

test('latents of different channels are refused in a sentence', () => {
  const inputs = { samples_to: ground, samples_from: { samples: zeros([1, 16, 1, 1]) }, x: 0, y: 0, feather: 0 }
  expect(() => latentComposite.run(inputs, testContext())).toThrow('16 channels cannot be put on 1 channels')
})
