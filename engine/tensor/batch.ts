import { affordable } from './affordable.ts'
import { rows, ShapeError, stack, type Tensor } from './tensor.ts'

/**
 * Exactly `count` pictures: the first ones of a longer batch, or a shorter batch repeated from its beginning.
 *
 * @throws ShapeError when the batch is empty
 */
export function repeatBatch(x: Tensor, count: number): Tensor {
  const [n = 0, ...size] = x.dims
  if (n >= count) return n === count ? x : rows(x, 0, count)
  if (n === 0) throw new ShapeError(`the batch is empty, so it cannot be repeated ${count} times`)
  affordable([count, ...size])
  return stack(Array.from({ length: count }, (_, i) => rows(x, i % n, (i % n) + 1)))
}

/** Two batches of the same length: a single picture is repeated for the other batch, else the first sets the length. */
export function sameBatch(a: Tensor, b: Tensor): readonly [Tensor, Tensor] {
  const count = a.dims[0] === 1 ? b.dims[0]! : a.dims[0]!
  return [repeatBatch(a, count), repeatBatch(b, count)]
}
