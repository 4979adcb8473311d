import { expect, test } from 'vitest'
import { rows, tensor, zeros } from '../../../../engine/tensor/tensor.ts'
import latentAdd from '../../../../nodes/latent/advanced/latent-add.ts'
import latentInterpolate from '../../../../nodes/latent/advanced/latent-interpolate.ts'
import latentMultiply from '../../../../nodes/latent/advanced/latent-multiply.ts'
import latentSubtract from '../../../../nodes/latent/advanced/latent-subtract.ts'
import { testContext } from '../../context.ts'
import { expectReference, latentOf, reference, rowsOf } from '../../small.ts'

const [a, b] = [{ ...latentOf([1, 2]), batchIndex: [4] }, latentOf([10, 30])]

test('the sum, the difference and the multiple keep the place of the first in its batch', async () => {
  const sum = await latentAdd.run({ samples1: a, samples2: b }, testContext())
  expect(rowsOf(sum.LATENT.samples)).toEqual([[11, 32]])
  expect(sum.LATENT.batchIndex).toEqual([4])
  const difference = await latentSubtract.run({ samples1: a, samples2: b }, testContext())
  expect(rowsOf(difference.LATENT.samples)).toEqual([[-9, -28]])
  const multiple = await latentMultiply.run({ samples: a, multiplier: -1.5 }, testContext())
  expect(rowsOf(multiple.LATENT.samples)).toEqual([[-1.5, -3]])
})

test('the second gets the size and the number of the first: resized, repeated or cut', async () => {
  const ground = { samples: zeros([3, 1, 2, 2]) }
  const two = { samples: tensor([2, 1, 1, 1], Float32Array.of(1, 2)) }
  const { LATENT } = await latentAdd.run({ samples1: ground, samples2: two }, testContext())
  expect([...LATENT.samples.data]).toEqual([1, 1, 1, 1, 2, 2, 2, 2, 1, 1, 1, 1])
  const fewer = await latentAdd.run({ samples1: latentOf([5]), samples2: two }, testContext())
  expect([...fewer.LATENT.samples.data]).toEqual([6])
})

test('a mix keeps the strength of its parts: length and direction apart, as torch computes it', async () => {
  const [first, second] = [0, 1].map(i => ({ samples: rows(reference('latent.a'), i, i + 1) }))
  const { LATENT } = await latentInterpolate.run({ samples1: first!, samples2: second!, ratio: 0.3 }, testContext())
  expectReference(LATENT.samples, 'latent.interpolate.0.3')
})

test('a latent of zeros has no direction: the other one gives it', async () => {
  const run = latentInterpolate.run(
    { samples1: latentOf([0, 0]), samples2: latentOf([4, 0]), ratio: 0.5 },
    testContext(),
  )
  expect(rowsOf((await run).LATENT.samples)).toEqual([[2, 0]])
})

test('latents of different families, and an empty batch, are refused in a sentence', () => {
  const sixteen = { samples: zeros([1, 16, 1, 1]) }
  expect(() => latentAdd.run({ samples1: a, samples2: sixteen }, testContext())).toThrow(
    '1 channels and 16 channels do not match: both inputs must come from models of the same family',
  )
  const empty = { samples: zeros([0, 1, 1, 2]) }
  expect(() => latentSubtract.run({ samples1: a, samples2: empty }, testContext())).toThrow(
    'the batch is empty, so it cannot be repeated 1 times',
  )
})
