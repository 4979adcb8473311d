import { type Kind, matrix, perRank, type Roles, type Shape, type Terms } from './kind.ts'
import { tucker, windowOf } from './tucker.ts'

/**
 * LoHa, the Hadamard product of two low-rank sums — Hyeon-Woo et al. 2021 (FedPara), arXiv:2108.06098, prop. 2:
 *
 *   ΔW = (w1a · w1b) ⊙ (w2a · w2b)          or each with a core: Σ t[i, j]·wa[i]·wb[j]
 */
export const loha: Kind = {
  title: 'LoHa',
  needs: ['hada_w1_a', 'hada_w1_b', 'hada_w2_a', 'hada_w2_b'],
  makes(roles) {
    const [first, second] = [factorShape(roles, '1'), factorShape(roles, '2')]
    return first?.join() === second?.join() ? first : undefined
  },
  scale: ({ hada_w1_b }, alpha) => perRank(alpha, hada_w1_b!.shape[0]),
  change: terms => factor(terms, '1', true).mul(factor(terms, '2', false)),
}

/** undefined where the shapes do not match each other. */
function factorShape(roles: Roles, n: '1' | '2'): Shape | undefined {
  const [a, b, t] = [roles[`hada_w${n}_a`]!.shape, roles[`hada_w${n}_b`]!.shape, roles[`hada_t${n}`]?.shape]
  if (!t) return a[1] === b[0] ? [a[0]!, b[1]!] : undefined
  return t[0] === a[0] && t[1] === b[0] ? [a[1]!, b[1]! * windowOf(t)] : undefined
}

function factor({ tensor, roles, by }: Terms, n: '1' | '2', scaled: boolean) {
  const [a, plain] = [tensor(`hada_w${n}_a`), tensor(`hada_w${n}_b`)]
  const b = scaled ? plain.mul(by) : plain
  return roles[`hada_t${n}`] ? tucker(tensor(`hada_t${n}`), a, b) : matrix(a).matmul(b)
}
