import type { Value } from '../../onnx/value.ts'
import { flat, type Kind, matrix, perRank, type Roles, type Shape } from './kind.ts'

/**
 * GLoRA — Chavan et al. 2023, arXiv:2306.07967, eq. 6, in LyCORIS' form:
 *
 *   ΔW = W · a1 · a2 + b1 · b2          a1 [in, r], a2 [r, in], b1 [out, r], b2 [r, in·k·k]
 *
 * For a kernel the first term mixes input channels. LyCORIS' first version had the factors in the opposite order,
 * W · a2 · a1 + b2 · b1; square weights whose shapes allow both are read in that order, as in ComfyUI (weight_adapter/glora.py).
 */
export const glora: Kind = {
  title: 'GLoRA',
  needs: ['a1', 'a2', 'b1', 'b2'],
  readsWeight: true,
  makes(roles, shape) {
    const old = isOld(roles, shape)
    const [a1, a2, b1, b2] = matrices(roles)
    const [first, second] = old ? [a2, a1] : [a1, a2]
    const [left, right] = old ? [b2, b1] : [b1, b2]
    const mixed = old ? flat(shape)[1] : shape[1]
    const chained = first[0] === mixed && first[1] === second[0] && second[1] === mixed
    return chained && left[1] === right[0] ? [left[0], right[1]] : undefined
  },
  /** In both layouts the rank is the shorter side of a1. */
  scale: ({ a1 }, alpha) => perRank(alpha, Math.min(...flat(a1!.shape))),
  change({ w, tensor, by, roles }) {
    const [a1, a2, b1, b2] = ['a1', 'a2', 'b1', 'b2'].map(role => matrix(tensor(role))) as [Value, Value, Value, Value]
    if (isOld(roles, w.dims))
      return matrix(w)
        .matmul(a2)
        .matmul(a1.mul(by))
        .add(b2.matmul(b1.mul(by)))
    return throughChannels(w, a1, a2.mul(by)).add(b1.matmul(b2.mul(by)))
  },
}

const matrices = ({ a1, a2, b1, b2 }: Roles) =>
  [a1, a2, b1, b2].map(info => flat(info!.shape)) as [Shape, Shape, Shape, Shape]

/** Σ_i W[o, i, …] · a[i, r] · b[r, j] as [out, in·k·k]. */
function throughChannels(w: Value, a: Value, b: Value): Value {
  const [out, channels] = w.dims as [number, number]
  const window = flat(w.dims)[1] / channels
  if (window === 1) return matrix(w).matmul(a).matmul(b)
  const mixed = w.reshape([out, channels, window]).transpose([0, 2, 1]).matmul(a).matmul(b)
  return mixed.transpose([0, 2, 1]).reshape([out, channels * window])
}

function isOld(roles: Roles, shape: readonly number[]): boolean {
  const [a1, a2, b1, b2] = matrices(roles)
  const old = b2[1] === b1[0] && b1[0] === a1[0] && a1[0] === a2[1]
  const now = b2[0] === b1[1] && b1[1] === a1[1] && a1[1] === a2[0]
  return old && (!now || (a2[0] === shape[0] && shape[0] === shape[1]))
}
