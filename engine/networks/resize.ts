import { Value } from '../onnx/value.ts'
import type { Taps } from '../tensor/resize/resample.ts'

/** torch's `nearest`: the corner of a new pixel decides. */
export const nearest: Taps = (i, from, to) => [[Math.min(Math.floor((i * from) / to), from - 1), 1]]

/**
 * An image at another size, as two products with the weights that engine/tensor/resize/ uses for pictures.
 *
 * @param taps  the old pixels that make up a new one, and their weights, along one axis
 * @returns     [N, C, height, width]
 */
export function resized(x: Value, size: { readonly height: number; readonly width: number }, taps: Taps): Value {
  const wide = alongWidth(x, size.width, taps)
  return alongWidth(wide.transpose([0, 1, 3, 2]), size.height, taps).transpose([0, 1, 3, 2])
}

function alongWidth(x: Value, to: number, taps: Taps): Value {
  const from = x.dims[3]!
  if (from === to) return x
  const weights = new Float32Array(from * to)
  for (let i = 0; i < to; i++) for (const [place, weight] of taps(i, from, to)) weights[place * to + i]! += weight
  return x.matmul(Value.constant(x.graph, weights, [from, to]))
}
