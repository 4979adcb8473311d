import { expect, test } from 'vitest'
import { tensor } from '../../../engine/tensor/tensor.ts'
import latentBlend from '../../../nodes/latent/latent-blend.ts'
import { testContext } from '../context.ts'
import { latentOf } from '../small.ts'

const blend = async (
  samples1: ReturnType<typeof latentOf>,
  samples2: ReturnType<typeof latentOf>,
  blend_factor: number,
) => [...(await latentBlend.run({ samples1, samples2, blend_factor }, testContext())).LATENT.samples.data]

test('the factor is the share of the first', async () => {
  expect(await blend(latentOf([4, 8]), latentOf([0, 4]), 0.75)).toEqual([3, 7])
})

test('the second gets the size of the first; a single one is mixed with each of a batch', async () => {
  const three = { samples: tensor([3, 1, 1, 1], Float32Array.of(1, 2, 3)) }
  expect(await blend(latentOf([0, 0]), latentOf([2]), 0.5)).toEqual([1, 1])
  expect(await blend(latentOf([1]), three, 0.5)).toEqual([1, 1.5, 2])
  expect(await blend(three, latentOf([1]), 0.5)).toEqual([1, 1.5, 2])
})
