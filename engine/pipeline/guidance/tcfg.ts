import type { Formula } from '../../formula.ts'
import { mix, rows, stack, type Tensor } from '../../tensor/tensor.ts'
import type { GuidanceStage } from './stage.ts'

export interface Tcfg {
  readonly kind: 'tcfg'
}

export const tangentialDamping: Formula = {
  lines: ['s = x − D', 'v₁: first right singular vector of [s_u; s_c]', 's_u ← (s_u·v₁)·v₁'],
  source: 'Kwon et al. 2025, arXiv:2503.18137, algorithm 1',
}

/** Keeps of the negative prediction what lies along the main direction of both (`tangentialDamping`). */
export const tcfg = (_: Tcfg): GuidanceStage => ({
  before({ cond, uncond }, { x, hasUncond }) {
    if (!hasUncond) return { cond, uncond }
    const [c, u] = [mix([1, x], [-1, cond]), mix([1, x], [-1, uncond])]
    const n = x.dims[0]!
    const damped = stack(Array.from({ length: n }, (_, i) => onMainDirection(rows(u, i, i + 1), rows(c, i, i + 1))))
    return { cond, uncond: mix([1, x], [-1, damped]) }
  },
})

/** (u·v₁)·v₁. The 2×2 matrix of the products of u and c has the eigenvector w, and v₁ = (w₁·u + w₂·c)/√λ. */
function onMainDirection(u: Tensor, c: Tensor): Tensor {
  let [uu, uc, cc] = [0, 0, 0]
  for (let i = 0; i < u.data.length; i++) {
    uu += u.data[i]! ** 2
    uc += u.data[i]! * c.data[i]!
    cc += c.data[i]! ** 2
  }
  const angle = Math.atan2(2 * uc, uu - cc) / 2
  const [w1, w2] = [Math.cos(angle), Math.sin(angle)]
  const lambda = w1 * w1 * uu + 2 * w1 * w2 * uc + w2 * w2 * cc
  if (lambda === 0) return u
  const along = (w1 * uu + w2 * uc) / lambda
  return mix([along * w1, u], [along * w2, c])
}
