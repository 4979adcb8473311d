import { expect, test } from 'vitest'
import { prepareNoise } from '../../../engine/sampling/noise.ts'
import { type VariationNoise, variationNoise } from '../../../engine/sampling/variation-noise.ts'
import { cudaRandn } from '../../../engine/tensor/random/philox.ts'
import { mix, rows } from '../../../engine/tensor/tensor.ts'

const dims = [2, 4, 2, 2]
const how: VariationNoise = { seed: 5n, device: 'cpu', batchSeeds: 'comfy', variation: { seed: 9n, strength: 0 } }

test('one draw for a batch on the processor is ComfyUI’s noise', () => {
  expect(variationNoise(dims, how)).toEqual(prepareNoise(dims, 5n))
})

test('incremental seeds give picture i the noise of seed + i, on either device', () => {
  for (const device of ['cpu', 'cuda'] as const) {
    const noise = variationNoise(dims, { ...how, device, batchSeeds: 'incremental' })
    const next = variationNoise([1, 4, 2, 2], { ...how, device, seed: 6n })
    expect(rows(noise, 1, 2)).toEqual(next)
  }
  expect(variationNoise([1, 4, 2, 2], { ...how, device: 'cuda' })).toEqual(cudaRandn(5n, [1, 4, 2, 2]))
})

test('a second seed is mixed in by its strength, which can grow from picture to picture', () => {
  const [first, second] = [prepareNoise([1, 4, 2, 2], 5n), prepareNoise([1, 4, 2, 2], 9n)]
  const noise = variationNoise(dims, { ...how, batchSeeds: 'variation str inc:0.05' })
  expect(rows(noise, 0, 1)).toEqual(mix([1, first], [0, second]))
  expect(rows(noise, 1, 2)).toEqual(mix([0.95, first], [0.05, second]))
})
