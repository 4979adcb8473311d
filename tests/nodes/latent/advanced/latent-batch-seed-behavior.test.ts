import { expect, test } from 'vitest'
import { zeros } from '../../../../engine/tensor/tensor.ts'
import seedBehavior from '../../../../nodes/latent/advanced/latent-batch-seed-behavior.ts'
import { testContext } from '../../context.ts'

const samples = zeros([3, 4, 1, 1])
const indices = async (seed_behavior: 'random' | 'fixed', batchIndex?: readonly number[]) =>
  (await seedBehavior.run({ samples: { samples, ...(batchIndex && { batchIndex }) }, seed_behavior }, testContext()))
    .LATENT.batchIndex

test('fixed gives all the noise of the first', async () => {
  expect(await indices('fixed', [5, 6, 7])).toEqual([5, 5, 5])
  expect(await indices('fixed')).toEqual([0, 0, 0])
})

test('random removes the places, so that each has different noise', async () => {
  expect(await indices('random', [5, 5, 5])).toBeUndefined()
})
