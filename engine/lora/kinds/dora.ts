import type { Value } from '../../onnx/value.ts'
import { flat, type Kind, type Terms } from './kind.ts'

/** 2⁻²³, which ComfyUI adds so that no norm is 0. */
const EPS = 2 ** -23

/**
 * DoRA on top of any kind: the kind changes the weight's direction, and the file has the new length — Liu et al. 2024, arXiv:2402.09353, eq. 5:
 *
 *   W′ = W + s·(m ⊙ (W + ΔW)/‖·‖ − W) = (1 − s + g) ⊙ W + g ⊙ ΔW,   g = s·m/‖·‖
 *
 * m is `dora_scale`, one number for each output or for each input. ‖·‖ is the norm of W + ΔW for inputs, but of W for
 * outputs, as in ComfyUI (weight_adapter/base.py), where people test these files.
 *
 * @returns W′
 */
export function dora(kind: Kind, { scale, ...terms }: Terms & { readonly scale: Value }): Value {
  const { w, strength, tensor } = terms
  const m = tensor('dora_scale')
  const [out, wide] = flat(w.dims)
  const byOutput = m.dims[0] === out
  const inputs = byOutput ? 1 : (w.dims[1] ?? 1)
  const whole = [out, inputs, wide / inputs]
  const [axes, lengths] = byOutput ? perOutput(out) : perInput(inputs)
  const before = w.reshape(whole)
  const change = kind.change({ ...terms, by: scale }).reshape(whole)
  const length = (byOutput ? before : before.add(change)).norm(axes).add(EPS)
  const g = m.reshape(lengths).mul(length.reciprocal()).mul(strength)
  return before.mul(g.sub(strength).add(1)).add(change.mul(g)).reshape(w.dims)
}

/** The axes of [out, in, k·k] over which a norm is computed, and the shape of the norms. */
type Lengths = readonly [axes: readonly number[], dims: readonly number[]]
const perOutput = (out: number): Lengths => [
  [1, 2],
  [out, 1, 1],
]
const perInput = (inputs: number): Lengths => [
  [0, 2],
  [1, inputs, 1],
]
