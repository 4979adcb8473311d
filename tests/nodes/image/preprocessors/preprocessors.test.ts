import { expect, test } from 'vitest'
import { RangeInputError } from '../../../../engine/errors.ts'
import { type Tensor, tensor } from '../../../../engine/tensor/tensor.ts'
import canny from '../../../../nodes/image/preprocessors/canny.ts'
import imageThreshold from '../../../../nodes/image/preprocessors/image-threshold.ts'
import scribble from '../../../../nodes/image/preprocessors/scribble-lines.ts'
import { testContext } from '../../context.ts'
import { picture, reference } from '../../small.ts'

const context = testContext()

test.each([
  [0.4, 0.8],
  [0.1, 0.2],
  [0.05, 0.6],
])('edges between %d and %d are kornia’s to the last pixel', async (low_threshold, high_threshold) => {
  const { IMAGE } = await canny.run({ image: picture, low_threshold, high_threshold }, context)
  const expected = reference(`canny.${low_threshold}.${high_threshold}`)
  expect(IMAGE.dims).toEqual([2, 40, 52, 3])
  expect(expected.data.some(value => value === 1)).toBe(true)
  const different = IMAGE.data.filter((value, i) => value !== expected.data[Math.floor(i / 3)])
  expect(different.length).toBe(0)
})

test('a low threshold above the high one is refused in a sentence', () => {
  expect(() => canny.run({ image: picture, low_threshold: 0.5, high_threshold: 0.2 }, context)).toThrow(
    new RangeInputError('low_threshold is 0.5, expected at most high_threshold, which is 0.2. Swap them.'),
  )
})

const size = 33
/** A dark line down the middle of bright paper. */
const line: Tensor = tensor(
  [1, size, size, 3],
  Float32Array.from({ length: size * size * 3 }, (_, i) => (Math.floor(i / 3) % size === 16 ? 0.2 : 0.9)),
)
const settings = { sigma: 1.5, threshold: 0.02, phi: 200, tau: 0.99 }
const middle = async (image: Tensor, own: Partial<typeof settings> = {}) => {
  const { data } = (await scribble.run({ image, ...settings, ...own }, context)).IMAGE
  return Array.from({ length: size }, (_, x) => data[(16 * size + x) * 3]!)
}

test('a dark line becomes a white one on black', async () => {
  const row = await middle(line)
  expect(row[16]).toBeGreaterThan(0.99)
  expect(row.filter(value => value > 0.5).length).toBeLessThan(6)
  expect(row.slice(0, 10)).toEqual(Array<number>(10).fill(0))
})

test('ink at the line is tanh φ(τ·G₁.₆σ − G_σ − threshold) of the formula', async () => {
  const around = (sigma: number) => {
    const weights = Array.from({ length: 2 * Math.ceil(3 * sigma) + 1 }, (_, i) =>
      Math.exp(-((i - Math.ceil(3 * sigma)) ** 2) / (2 * sigma * sigma)),
    )
    return 0.9 - 0.7 / weights.reduce((a, b) => a + b, 0)
  }
  const expected = Math.tanh(5 * (0.95 * around(2.4) - around(1.5) - 0.01))
  expect((await middle(line, { phi: 5, tau: 0.95, threshold: 0.01 }))[16]).toBeCloseTo(expected, 4)
})

test('an even surface and bright lines give no lines', async () => {
  for (const level of [0, 0.5, 1]) {
    const plain = { dims: line.dims, data: line.data.map(() => level) }
    expect((await middle(plain)).every(value => value === 0)).toBe(true)
  }
  const negative = { dims: line.dims, data: line.data.map(value => 1 - value) }
  expect((await middle(negative))[16]).toBe(0)
})

test('pixels of more luminance than the threshold are white; alpha is ignored', async () => {
  const image = tensor([1, 1, 3, 4], Float32Array.of(1, 0, 0, 1, 0, 1, 0, 0, 0.6, 0.6, 0.6, 1))
  const { IMAGE } = await imageThreshold.run({ image, threshold: 0.5 }, context)
  expect(IMAGE).toEqual(tensor([1, 1, 3, 3], Float32Array.of(0, 0, 0, 1, 1, 1, 1, 1, 1)))
})
