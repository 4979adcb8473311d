import { expect, test } from 'vitest'
import { tensor } from '../../../../engine/tensor/tensor.ts'
import latentFromBatch from '../../../../nodes/latent/batch/latent-from-batch.ts'
import { testContext } from '../../context.ts'

const samples = tensor([3, 1, 1, 1], Float32Array.of(5, 6, 7))
const take = async (batch_index: number, length: number, batchIndex?: readonly number[]) => {
  const latent = { samples, ...(batchIndex && { batchIndex }) }
  return (await latentFromBatch.run({ samples: latent, batch_index, length }, testContext())).LATENT
}

test('a selected latent keeps its place in the batch', async () => {
  const taken = await take(1, 1)
  expect([...taken.samples.data]).toEqual([6])
  expect(taken.batchIndex).toEqual([1])
})

test('a place beyond the end gives the last', async () => {
  const taken = await take(2, 5)
  expect([...taken.samples.data]).toEqual([7])
  expect((await take(63, 1)).batchIndex).toEqual([2])
})

test('after two selections the place in the first batch is kept', async () => {
  expect((await take(1, 2, [4, 8, 9])).batchIndex).toEqual([8, 9])
})

test('each latent keeps its own mask', async () => {
  const noiseMask = tensor([3, 1, 1, 1], Float32Array.of(0, 1, 0))
  const { LATENT } = await latentFromBatch.run(
    { samples: { samples, noiseMask }, batch_index: 1, length: 1 },
    testContext(),
  )
  expect([...LATENT.noiseMask!.data]).toEqual([1])
})
