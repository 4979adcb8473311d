import { expect, test } from 'vitest'
import { tensor, zeros } from '../../../../engine/tensor/tensor.ts'
import repeatLatentBatch from '../../../../nodes/latent/batch/repeat-latent-batch.ts'
import { testContext } from '../../context.ts'

const samples = tensor([2, 1, 1, 1], Float32Array.of(5, 7))

test('the whole batch is repeated, not each latent in turn', async () => {
  const { LATENT } = await repeatLatentBatch.run({ samples: { samples }, amount: 2 }, testContext())
  expect(LATENT).toEqual({ samples: tensor([4, 1, 1, 1], Float32Array.of(5, 7, 5, 7)) })
})

test('copies of latents with a place in a batch get places of their own', async () => {
  const { LATENT } = await repeatLatentBatch.run({ samples: { samples, batchIndex: [3, 5] }, amount: 3 }, testContext())
  expect(LATENT.batchIndex).toEqual([3, 5, 6, 8, 9, 11])
})

test('one mask for all stays one; a mask for each is repeated with its latent', async () => {
  const repeat = async (masks: number) => {
    const latent = { samples, noiseMask: zeros([masks, 1, 8, 8]) }
    return (await repeatLatentBatch.run({ samples: latent, amount: 2 }, testContext())).LATENT.noiseMask?.dims
  }
  expect(await repeat(1)).toEqual([1, 1, 8, 8])
  expect(await repeat(2)).toEqual([4, 1, 8, 8])
})
