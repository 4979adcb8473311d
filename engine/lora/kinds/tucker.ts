import type { Value } from '../../onnx/value.ts'
import { flat } from './kind.ts'

/**
 * A kernel from its core, ΔW[p, r, k] = Σ_ij core[i, j, k] · left[i, p] · right[j, r] — Tucker 1966; LyCORIS calls it CP
 * (Yeh et al. 2023, arXiv:2309.14859, §3.2).
 *
 * @param core  [a, b, k, k]; @param left  [a, out]; @param right  [b, in]
 * @returns     [out, in·k·k]
 */
export function tucker(core: Value, left: Value, right: Value): Value {
  const [a, b] = core.dims as [number, number]
  const window = flat(core.dims)[1] / b
  const wide = right.dims[1]!
  const inner = core
    .reshape([a, b, window])
    .transpose([0, 2, 1])
    .matmul(right) // [a, k·k, in]
    .transpose([0, 2, 1])
    .reshape([a, wide * window])
  return left.transpose([1, 0]).matmul(inner)
}

/** The number of values that a core has for each pair of ranks: k·k. */
export const windowOf = (shape: readonly number[]): number => flat(shape.slice(1))[1]
