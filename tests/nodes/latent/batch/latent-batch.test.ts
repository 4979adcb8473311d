import { expect, test } from 'vitest'
import { tensor, zeros } from '../../../../engine/tensor/tensor.ts'
import latentBatch from '../../../../nodes/latent/batch/latent-batch.ts'
import { testContext } from '../../context.ts'
import { latentOf } from '../../small.ts'

test('the second batch follows the first in its size; both keep their places in a batch', async () => {
  const first = { ...latentOf([1, 2], [3, 4]), noiseMask: zeros([1, 1, 16, 16]), batchIndex: [7] }
  const second = { samples: tensor([2, 1, 1, 1], Float32Array.of(8, 9)) }
  const { LATENT } = await latentBatch.run({ samples1: first, samples2: second }, testContext())
  expect(LATENT).toEqual({
    samples: tensor([3, 1, 2, 2], Float32Array.of(1, 2, 3, 4, 8, 8, 8, 8, 9, 9, 9, 9)),
    noiseMask: first.noiseMask,
    batchIndex: [7, 0, 1],
  })
})

test('latents of different families are refused as one batch', () => {
  const inputs = { samples1: latentOf([1]), samples2: { samples: zeros([1, 4, 1, 1]) } }
  expect(() => latentBatch.run(inputs, testContext())).toThrow('must come from models of the same family')
})
