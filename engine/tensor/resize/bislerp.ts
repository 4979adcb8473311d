/**
 * Spherical interpolation of latents (ComfyUI's bislerp), first along the width, then along the height. Between
 * neighbouring pixels the direction of the channel vector turns evenly and its length changes evenly — Shoemake 1985,
 * doi:10.1145/325334.325242.
 *
 *   slerp(a, b; r) = (|a|(1−r) + |b|r)·(sin((1−r)Ω)·â + sin(rΩ)·b̂)/sin Ω,   Ω = ∠(a, b)
 */

import type { Tensor } from '../tensor.ts'
import { bilinear } from './resample.ts'

const { acos, fround, hypot, sin } = Math

/** Weights of a and b. Nearly equal directions keep a; opposite directions, which have no arc, are mixed linearly. */
function slerpWeights(a: readonly number[], b: readonly number[], r: number): [number, number] {
  const [lengthA, lengthB] = [hypot(...a), hypot(...b)]
  const [perA, perB] = [lengthA > 0 ? 1 / lengthA : 0, lengthB > 0 ? 1 / lengthB : 0]
  const dot = a.reduce((sum, value, i) => sum + value * perA * b[i]! * perB, 0)
  if (dot > 1 - 1e-5) return [1, 0]
  if (dot < 1e-5 - 1) return [1 - r, r]
  const omega = acos(dot)
  const length = lengthA * (1 - r) + lengthB * r
  return [(length * perA * sin((1 - r) * omega)) / sin(omega), (length * perB * sin(r * omega)) / sin(omega)]
}

/** Strides, in values, of [N, C, other axis, this axis]. */
type Strides = readonly [image: number, channel: number, other: number, own: number]

interface Axis {
  readonly from: number
  readonly to: number
  readonly other: number
  readonly source: Strides
  readonly target: Strides
}

function slerpAlong(x: Float32Array, [N, C]: readonly [number, number], axis: Axis): Float32Array {
  const { from, to, other, source, target } = axis
  const out = new Float32Array(N * C * other * to)
  for (let i = 0; i < to; i++) {
    const [[low], [high, weight]] = bilinear(i, from, to) as [[number, number], [number, number]]
    for (let line = 0; line < N * other; line++) {
      const [n, o] = [Math.floor(line / other), line % other]
      const at = (place: number, c: number) => n * source[0] + c * source[1] + o * source[2] + place * source[3]
      const a = Array.from({ length: C }, (_, c) => x[at(low, c)]!)
      const b = Array.from({ length: C }, (_, c) => x[at(high, c)]!)
      const [wa, wb] = slerpWeights(a, b, fround(weight))
      for (let c = 0; c < C; c++)
        out[n * target[0] + c * target[1] + o * target[2] + i * target[3]] = wa * a[c]! + wb * b[c]!
    }
  }
  return out
}

/** [N, C, H, W] → [N, C, height, width] */
export function bislerp({ dims, data }: Tensor, height: number, width: number): Tensor {
  const [N = 1, C = 1, H = 1, W = 1] = dims
  const wide = slerpAlong(data, [N, C], {
    from: W,
    to: width,
    other: H,
    source: [C * H * W, H * W, W, 1],
    target: [C * H * width, H * width, width, 1],
  })
  const tall = slerpAlong(wide, [N, C], {
    from: H,
    to: height,
    other: width,
    source: [C * H * width, H * width, 1, width],
    target: [C * height * width, height * width, 1, width],
  })
  return { dims: [N, C, height, width], data: tall }
}
