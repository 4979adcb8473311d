import { repeatBatch } from './batch.ts'
import { scale } from './resize/scale.ts'
import { ShapeError, type Tensor } from './tensor.ts'

export interface Point {
  readonly x: number
  readonly y: number
}

/** @param at  the index in the source seen as [N, h, w], which is also the index in a mask of that size */
type Combine = (below: number, above: number, at: number) => number

/**
 * Applies `combine` wherever the source covers the destination, its top left corner at (x, y). Parts of the source beyond
 * the edge are ignored.
 *
 * @param destination [N, C, H, W]
 * @param source      [any, C, h, w]; repeated or cut to N
 * @throws ShapeError when they differ in channels
 */
export function overlay(destination: Tensor, source: Tensor, { x, y }: Point, combine: Combine): Tensor {
  const [N = 0, C = 0, H = 0, W = 0] = destination.dims
  const [, channels = 0, h = 0, w = 0] = source.dims
  if (channels !== C) throw new ShapeError(`${channels} channels cannot be put on ${C} channels`)
  const above = repeatBatch(source, N).data
  const data = destination.data.slice()
  const [rows, columns] = [Math.min(h, H - y), Math.min(w, W - x)]
  for (let plane = 0; plane < N * C; plane++)
    for (let row = 0; row < rows; row++) {
      const to = (plane * H + y + row) * W + x
      const from = (plane * h + row) * w
      const at = (Math.floor(plane / C) * h + row) * w
      for (let i = 0; i < columns; i++) data[to + i] = combine(data[to + i]!, above[from + i]!, at + i)
    }
  return { dims: destination.dims, data }
}

export interface CompositeOptions extends Point {
  /** [any, 1, any, any], 1 = source; resized to the source and repeated. Absent: the whole source. */
  readonly mask?: Tensor | undefined
  readonly resizeSource?: boolean
}

/** The source over the destination (both [N, C, H, W]): source·mask + destination·(1 − mask). */
export function composite(destination: Tensor, source: Tensor, options: CompositeOptions): Tensor {
  const [N = 0, , height = 0, width = 0] = destination.dims
  const above = options.resizeSource ? scale(source, { width, height, method: 'bilinear' }) : source
  if (!options.mask) return overlay(destination, above, options, (_, value) => value)
  const [, , h = 0, w = 0] = above.dims
  const { data: m } = repeatBatch(scale(options.mask, { width: w, height: h, method: 'bilinear' }), N)
  return overlay(destination, above, options, (below, value, at) => value * m[at]! + below * (1 - m[at]!))
}

/**
 * A mask for putting a w × h piece on a W × H ground at (x, y): 1 inside, falling to 1/n over the n pixels nearest to each
 * side that is not on the edge of the ground (ComfyUI's Latent Composite).
 *
 *   m = Π over such sides of min(1, (t + 1)/n),   t the distance to the side
 *
 * @returns [1, 1, h, w]
 */
export function featheredMask(
  [h, w]: readonly [number, number],
  [H, W]: readonly [number, number],
  { x, y }: Point,
  n: number,
): Tensor {
  const ramp = (t: number) => Math.min(1, (t + 1) / n)
  const side = (length: number, at: number, ground: number) =>
    Float32Array.from(
      { length },
      (_, t) => (at === 0 ? 1 : ramp(t)) * (at + length < ground ? ramp(length - 1 - t) : 1),
    )
  // A piece that extends beyond the edge of the ground ends at that edge.
  const [rows, columns] = [side(Math.min(h, H - y), y, H), side(Math.min(w, W - x), x, W)]
  const data = new Float32Array(h * w)
  for (let row = 0; row < rows.length; row++)
    for (let column = 0; column < columns.length; column++) data[row * w + column] = rows[row]! * columns[column]!
  return { dims: [1, 1, h, w], data }
}
