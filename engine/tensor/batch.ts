import { affordable } from './affordable.ts'
import { rows, ShapeError, stack, type Tensor } from './tensor.ts'

/**
 * Exactly `count` pictures: the first ones of a longer batch, or a shorter one from its beginning again.
 *
 * @throws ShapeError when there is none to repeat
 */
export function repeatBatch(x: Tensor, count: number): Tensor {
  const [n = 0, ...size] = x.dims
  if (n >= count) return n === count ? x : rows(x, 0, count)
  if (n === 0) throw new ShapeError(`the batch is empty, so it cannot be repeated ${count} times`)
  affordable([count, ...size], `A batch of ${count}`)
  return stack(Array.from({ length: count }, (_, i) => rows(x, i % n, (i % n) + 1)))
}

/** Two batches of one length. A single picture serves the whole of the other; else the first says how many. */
export function sameBatch(a: Tensor, b: Tensor): readonly [Tensor, Tensor] {
  const count = a.dims[0] === 1 ? b.dims[0]! : a.dims[0]!
  return [repeatBatch(a, count), repeatBatch(b, count)]
}
