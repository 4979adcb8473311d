import { expect, test } from 'vitest'
import { cudaRandn } from '../../../../engine/tensor/random/philox.ts'

// Reference: torch.randn on a CUDA card, as the header of AUTOMATIC1111's modules/rng_philox.py prints it for seed 0.
const onCuda = [
  -0.92466259, -0.42534415, -2.6438457, 0.14518388, -0.12086647, -0.57972564, -0.62285122, -0.32838709, -1.07454231,
  -0.36314407, -1.67105067, 2.26550497,
]

test('a seed gives the normal values that it gives on an NVIDIA card', () => {
  const { dims, data } = cudaRandn(0n, [3, 4])
  expect(dims).toEqual([3, 4])
  onCuda.forEach((value, i) => {
    expect(data[i]).toBeCloseTo(value, 6)
  })
})

test('the high half of a seed counts, and each draw is another one', () => {
  expect(cudaRandn(1n << 32n, [4])).not.toEqual(cudaRandn(0n, [4]))
  expect(cudaRandn(0n, [4], 1)).not.toEqual(cudaRandn(0n, [4]))
})
