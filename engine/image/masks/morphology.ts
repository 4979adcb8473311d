/**
 * Growing and shrinking masks by grey dilation and erosion — Serra 1982, "Image Analysis and Mathematical Morphology".
 *
 *   (f ⊕ B)(p) = max f(p + b),  (f ⊖ B)(p) = min f(p + b)   over b in B
 *
 * B is a cross or a square of 3 × 3, applied n times: a diamond or a square of radius n. The values on the edge continue
 * beyond it.
 */
import type { Mask } from '../image.ts'

export interface Growth {
  /** Pixels; negative shrinks. */
  readonly by: number
  /** Whether corners grow as far as sides. */
  readonly square: boolean
}

type Pick = (a: number, b: number, c: number) => number

/** [N, H, W] → the same */
export function grow({ dims, data }: Mask, { by, square }: Growth): Mask {
  const [n = 0, H = 0, W = 0] = dims
  const pick: Pick = by > 0 ? Math.max : Math.min
  let now = data
  // After this many steps the extreme value has reached every pixel it can.
  for (let step = 0; step < Math.min(Math.abs(by), H + W); step++) {
    const wide = alongRows(now, W, pick)
    const tall = alongColumns(square ? wide : now, [n, H, W], pick)
    const next = square ? tall : tall.map((value, i) => pick(value, wide[i]!, value))
    if (next.every((value, i) => value === now[i])) break
    now = next
  }
  return { dims, data: now }
}

function alongRows(f: Float32Array, W: number, pick: Pick): Float32Array {
  const out = new Float32Array(f.length)
  for (let start = 0; start < f.length; start += W)
    for (let x = 0; x < W; x++) {
      const [left, right] = [Math.max(x - 1, 0), Math.min(x + 1, W - 1)]
      out[start + x] = pick(f[start + left]!, f[start + x]!, f[start + right]!)
    }
  return out
}

function alongColumns(f: Float32Array, [n, H, W]: readonly [number, number, number], pick: Pick): Float32Array {
  const out = new Float32Array(f.length)
  for (let line = 0; line < n * H; line++) {
    const [y, start] = [line % H, line * W]
    const [above, below] = [y > 0 ? start - W : start, y < H - 1 ? start + W : start]
    for (let x = 0; x < W; x++) out[start + x] = pick(f[above + x]!, f[start + x]!, f[below + x]!)
  }
  return out
}
