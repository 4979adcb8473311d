import type { Value } from '../../onnx/value.ts'
import { flat, type Kind, matrix, perRank, type Roles, type Shape, type Terms } from './kind.ts'
import { tucker, windowOf } from './tucker.ts'

/**
 * LoKr, a Kronecker product — Edalati et al. 2022 (KronA), arXiv:2212.10650, §3; Yeh et al. 2023, arXiv:2309.14859, eq. 6:
 *
 *   ΔW = w1 ⊗ w2          each as stored, or a · b; w2 of a kernel also with a core
 *
 * α counts only where a factor is decomposed; where both are, it is divided by w2's rank (ComfyUI, weight_adapter/lokr.py).
 */
export const lokr: Kind = {
  title: 'LoKr',
  needs: [
    ['lokr_w1', 'lokr_w1_a'],
    ['lokr_w2', 'lokr_w2_a'],
  ],
  makes(roles) {
    const [first, second] = [factorShape(roles, '1'), factorShape(roles, '2')]
    return first && second && [first[0] * second[0], first[1] * second[1]]
  },
  scale: ({ lokr_w1_b, lokr_w2_b }, alpha) => perRank(alpha, (lokr_w2_b ?? lokr_w1_b)?.shape[0]),
  change(terms) {
    const [w1, w2] = [factor(terms, '1').mul(terms.by), factor(terms, '2')]
    const [[a, b], [c, d]] = [flat(w1.dims), flat(w2.dims)]
    return w1
      .reshape([a, 1, b, 1])
      .mul(w2.reshape([1, c, 1, d]))
      .reshape([a * c, b * d])
  },
}

/** The shape of a factor; undefined where half of a decomposition is missing or its ranks differ. */
function factorShape(roles: Roles, n: '1' | '2'): Shape | undefined {
  const whole = roles[`lokr_w${n}`]
  if (whole) return flat(whole.shape)
  const [a, b, t] = [roles[`lokr_w${n}_a`]?.shape, roles[`lokr_w${n}_b`]?.shape, roles[`lokr_t${n}`]?.shape]
  if (!a || !b) return undefined
  if (t) return t[0] === a[0] && t[1] === b[0] ? [a[1]!, b[1]! * windowOf(t)] : undefined
  return a[1] === b[0] ? [a[0]!, b[1]!] : undefined
}

function factor({ tensor, roles }: Terms, n: '1' | '2'): Value {
  if (roles[`lokr_w${n}`]) return matrix(tensor(`lokr_w${n}`))
  const [a, b] = [tensor(`lokr_w${n}_a`), tensor(`lokr_w${n}_b`)]
  return roles[`lokr_t${n}`] ? tucker(tensor(`lokr_t${n}`), a, b) : a.matmul(b)
}
