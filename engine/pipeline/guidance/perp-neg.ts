import type { Formula } from '../../formula.ts'
import { mix, type Tensor } from '../../tensor/tensor.ts'

export const perpNegGuidance: Formula = {
  lines: [
    'p = D_c − D_∅,  n = D_u − D_∅,  D_∅ with an empty prompt',
    'n⊥ = n − (n·p/‖p‖²)·p',
    'D = D_∅ + cfg·(p − neg_scale·n⊥)',
  ],
  source: 'Armandpour et al. 2023, arXiv:2304.04968, section 4',
}

/** Guidance away from that part of the negative prompt which the positive one does not share (`perpNegGuidance`). */
export function perpNeg(
  { cond, uncond, empty }: { readonly cond: Tensor; readonly uncond: Tensor; readonly empty: Tensor },
  { cfg, scale }: { readonly cfg: number; readonly scale: number },
): Tensor {
  const [p, n] = [mix([1, cond], [-1, empty]), mix([1, uncond], [-1, empty])]
  const dot = (a: Tensor, b: Tensor) => a.data.reduce((sum, value, i) => sum + value * b.data[i]!, 0)
  const along = dot(n, p) / dot(p, p)
  return mix([1, empty], [cfg * (1 + scale * along), p], [-cfg * scale, n])
}
