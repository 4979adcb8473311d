import { expect, test } from 'vitest'
import { productSvd } from '../../../../engine/pipeline/saving/product-svd.ts'
import { truncatedSvd } from '../../../../engine/pipeline/saving/truncated-svd.ts'
import { Sessions } from '../../../../engine/runtime/sessions.ts'
import { torchGenerator } from '../../../../engine/tensor/random/random.ts'
import { tensor } from '../../../../engine/tensor/tensor.ts'

const [m, k, n] = [30, 12, 40]
const u = torchGenerator(1n).randn([m, k]).data
const d = torchGenerator(2n).randn([k, n]).data

function times(a: Float32Array, b: Float32Array, inner: number): Float64Array {
  const [rows, columns] = [a.length / inner, b.length / inner]
  const result = new Float64Array(rows * columns)
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < inner; j++)
      for (let c = 0; c < columns; c++) result[i * columns + c]! += a[i * inner + j]! * b[j * columns + c]!
  return result
}
const norm = (values: Iterable<number>) => Math.hypot(...values)
const apart = (a: Float64Array, b: Float64Array) => norm(a.map((value, i) => value - b[i]!)) / norm(b)

test('the rank of a product is enough for the product itself', () => {
  const { up, down, lost, whole } = productSvd(u, d, k, k)!
  expect(apart(times(up, down, k), times(u, d, k))).toBeLessThan(1e-6)
  expect(lost / whole).toBeLessThan(1e-12)
  expect(Math.sqrt(whole)).toBeCloseTo(norm(times(u, d, k)), 6)
})

test('a lower rank is the best of its rank: as the singular vectors of the whole matrix, with the error that it states', async () => {
  const sessions = new Sessions({ device: 'cpu', threads: 1 })
  const whole = times(u, d, k)
  const best = (await truncatedSvd(tensor([m, n], Float32Array.from(whole)), 5, sessions))!
  await sessions.close()
  const found = productSvd(u, d, k, 5)!
  expect(apart(times(found.up, found.down, 5), times(best.up, best.down, 5))).toBeLessThan(1e-3)
  const error = apart(times(found.up, found.down, 5), whole)
  expect(Math.sqrt(found.lost / found.whole)).toBeCloseTo(error, 6)
  expect(Math.sqrt(best.lost / best.whole)).toBeCloseTo(error, 4)
})

test('twice the same product has the rank of one, and nothing has none', () => {
  const twice = new Float32Array(m * 2 * k).map((_, i) => u[Math.floor(i / (2 * k)) * k + (i % k)]!)
  const { up, down } = productSvd(twice, Float32Array.of(...d, ...d), 2 * k, k)!
  expect(
    apart(
      times(up, down, k),
      times(u, d, k).map(value => 2 * value),
    ),
  ).toBeLessThan(1e-5)
  expect(productSvd(new Float32Array(m * k), d, k, 4)).toBeNull()
})
