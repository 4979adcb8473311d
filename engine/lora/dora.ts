import type { Value } from '../onnx/value.ts'
import { flat, type Kind, matrix, type Terms } from './kind.ts'

/** 2⁻²³: what ComfyUI adds so that no norm is 0. */
const EPS = 2 ** -23

/**
 * DoRA over any kind, the weight's direction changed and its length learned — Liu et al. 2024, arXiv:2402.09353, eq. 5:
 *
 *   V = W + ΔW,   W′ = W + s·(m ⊙ V/‖·‖ − W)          m is `dora_scale`, one for each output or for each input
 *
 * ‖·‖ is V's for inputs, but W's for outputs, because it is in ComfyUI (weight_adapter/base.py), whose pictures these files
 * are tried with.
 */
export function dora(kind: Kind, { scale, ...terms }: Terms & { readonly scale: Value }): Value {
  const { w, strength, tensor } = terms
  const v = w.add(kind.change({ ...terms, by: scale }).reshape(w.dims))
  const m = tensor('dora_scale')
  const [out, wide] = flat(w.dims)
  const channels = w.dims[1] ?? 1
  const byOutput = m.dims[0] === out
  const rows = byOutput ? [out, 1, wide] : [out, channels, wide / channels]
  const [axes, dims] = byOutput
    ? [
        [1, 2],
        [out, 1, 1],
      ]
    : [
        [0, 2],
        [1, channels, 1],
      ]
  const length = (byOutput ? w : v)
    .reshape(rows)
    .norm(axes as number[])
    .add(EPS)
  const learned = m.reshape(dims as number[]).mul(length.reciprocal())
  return matrix(v.reshape(rows).mul(learned).reshape(w.dims).sub(w).mul(strength))
}
