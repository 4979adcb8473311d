import { expect, test } from 'vitest'
import { tensor } from '../../../../engine/tensor/tensor.ts'
import latentConcat from '../../../../nodes/latent/advanced/latent-concat.ts'
import latentCut from '../../../../nodes/latent/advanced/latent-cut.ts'
import latentCutToBatch from '../../../../nodes/latent/advanced/latent-cut-to-batch.ts'
import { testContext } from '../../context.ts'

const context = testContext()
const samples = { samples: tensor([1, 1, 2, 3], Float32Array.of(1, 2, 3, 4, 5, 6)) }
const cutOf = async (dim: 'x' | 'y' | 't', index: number, amount: number) =>
  (await latentCut.run({ samples, dim, index, amount }, context)).LATENT.samples

test('columns and rows are cut from an index that may count from the end', async () => {
  expect(await cutOf('x', 1, 9)).toEqual(tensor([1, 1, 2, 2], Float32Array.of(2, 3, 5, 6)))
  expect(await cutOf('x', -1, 1)).toEqual(tensor([1, 1, 2, 1], Float32Array.of(3, 6)))
  expect(await cutOf('y', 5, 1)).toEqual(tensor([1, 1, 1, 3], Float32Array.of(4, 5, 6)))
})

test('two latents are joined in either order, and time is refused', async () => {
  const one = { samples: await cutOf('x', 0, 1) }
  const join = async (dim: 'x' | '-x' | 'y') =>
    (await latentConcat.run({ samples1: samples, samples2: one, dim }, context)).LATENT.samples
  expect([...(await join('x')).data]).toEqual([1, 2, 3, 1, 4, 5, 6, 4])
  expect([...(await join('-x')).data]).toEqual([1, 1, 2, 3, 4, 4, 5, 6])
  await expect(join('y')).rejects.toThrow('cannot be joined')
  await expect(cutOf('t', 0, 1)).rejects.toThrow('no time')
})

test('strips become a batch, those of one latent one behind the other; what is left over is dropped', async () => {
  const two = { samples: tensor([2, 1, 1, 3], Float32Array.of(1, 2, 3, 4, 5, 6)) }
  const strips = async (dim: 'x' | 'y' | 't', slice_size: number) =>
    (await latentCutToBatch.run({ samples: two, dim, slice_size }, context)).LATENT.samples
  expect(await strips('x', 1)).toEqual(tensor([6, 1, 1, 1], Float32Array.of(1, 2, 3, 4, 5, 6)))
  expect(await strips('x', 2)).toEqual(tensor([2, 1, 1, 2], Float32Array.of(1, 2, 4, 5)))
  expect(await strips('y', 9)).toEqual(two.samples)
  expect(await strips('t', 1)).toBe(two.samples)
})
