import type { Point } from './overlay.ts'
import type { Tensor } from './tensor.ts'

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
