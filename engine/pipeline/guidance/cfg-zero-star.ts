import type { Formula } from '../../formula.ts'
import { mix, rows, stack, type Tensor } from '../../tensor/tensor.ts'
import type { GuidanceStage } from './stage.ts'

export interface CfgZeroStar {
  readonly kind: 'cfg-zero-star'
}

export const optimizedScale: Formula = {
  lines: ['α = ⟨x − D_c, x − D_u⟩ / (‖x − D_u‖² + 10⁻⁸)  for each picture', 'result: D + (1 − α)·(cfg − 1)·D_u'],
  source: 'Fan et al. 2025, arXiv:2503.18886, as ComfyUI computes it (nodes_cfg.py)',
}

/** Scales the negative prediction to the length that it has along the positive one (`optimizedScale`). */
export const cfgZeroStar = (_: CfgZeroStar): GuidanceStage => ({
  after(denoised, { cond, uncond }, { x, cfg }) {
    const [c, u] = [mix([1, x], [-1, cond]), mix([1, x], [-1, uncond])]
    const scaled = (i: number) => {
      const of = (tensor: Tensor) => rows(tensor, i, i + 1)
      return mix([1, of(denoised)], [(1 - alpha(of(c), of(u))) * (cfg - 1), of(uncond)])
    }
    return stack(Array.from({ length: x.dims[0]! }, (_, i) => scaled(i)))
  },
})

function alpha({ data: c }: Tensor, { data: u }: Tensor): number {
  let [product, square] = [0, 0]
  for (let i = 0; i < u.length; i++) {
    product += c[i]! * u[i]!
    square += u[i]! ** 2
  }
  return product / (square + 1e-8)
}
