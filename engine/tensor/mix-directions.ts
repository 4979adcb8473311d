/**
 * Mixes latents place by place, direction and length of the channel vector apart, so that a mix of two strong latents is
 * not a weak one.
 */
import type { Formula } from '../formula.ts'
import { ShapeError, sameDims, type Tensor } from './tensor.ts'

export const mixedDirections: Formula = {
  lines: ['t = r·a/|a| + (1 − r)·b/|b|', 'y = (r·|a| + (1 − r)·|b|)·t/|t|'],
  source: 'ComfyUI, LatentInterpolate',
}

/** [N, C, h, w] twice. @param r  share of `a`, 0…1. A vector of length 0 has no direction and adds none. */
export function mixDirections(a: Tensor, b: Tensor, r: number): Tensor {
  if (!sameDims(a, b)) throw new ShapeError(`cannot mix [${a.dims}] with [${b.dims}]`)
  const [N = 0, C = 0, h = 0, w = 0] = a.dims
  const data = new Float32Array(a.data.length)
  for (let n = 0; n < N; n++)
    for (let p = 0; p < h * w; p++) {
      const at = (c: number) => (n * C + c) * h * w + p
      const vector = ({ data }: Tensor) => Array.from({ length: C }, (_, c) => data[at(c)]!)
      const [va, vb] = [vector(a), vector(b)]
      const [la, lb] = [Math.hypot(...va), Math.hypot(...vb)]
      const t = va.map((value, c) => (la && (r * value) / la) + (lb && ((1 - r) * vb[c]!) / lb))
      const length = Math.hypot(...t)
      for (let c = 0; c < C; c++) data[at(c)] = length && ((r * la + (1 - r) * lb) * t[c]!) / length
    }
  return { dims: a.dims, data }
}
