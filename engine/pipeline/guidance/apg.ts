import type { Formula } from '../../formula.ts'
import { mix, rows, stack, type Tensor } from '../../tensor/tensor.ts'
import type { GuidanceStage } from './stage.ts'

export interface Apg {
  readonly kind: 'apg'
  readonly eta: number
  /** r, 0 for no limit */
  readonly threshold: number
  /** −β in the paper */
  readonly momentum: number
}

export const projectedGuidance: Formula = {
  lines: [
    'ΔD = D_c − D_u + momentum·ΔD of the step before',
    'ΔD ← ΔD·min(1, r/‖ΔD‖),  r = norm_threshold',
    'ΔD = ΔD⊥ + ΔD∥,  ΔD∥ along D_c',
    'D = D_u + cfg·(ΔD⊥ + η·ΔD∥) + D_c − D_u',
  ],
  source: 'Sadat et al. 2024, arXiv:2410.02416, algorithm 1, with ComfyUI’s scale: cfg is theirs minus 1',
}

/** Adaptive projected guidance (`projectedGuidance`). The mean over steps begins anew when σ rises. */
export function apg({ eta, threshold, momentum }: Apg): GuidanceStage {
  let [mean, last] = [undefined as Tensor | undefined, Number.POSITIVE_INFINITY]
  return {
    before({ cond, uncond }, { sigma, cfg }) {
      if (sigma > last) mean = undefined
      last = sigma
      const difference = mix([1, cond], [-1, uncond])
      if (momentum > 0) mean = mean ? mix([momentum, mean], [1, difference]) : difference
      const guidance = stack(eachImage(mean ?? difference, d => limited(d, threshold)))
      const directed = stack(eachImage(guidance, (d, i) => projected(d, rows(cond, i, i + 1), eta)))
      return { cond: mix([1, uncond], [1, directed], [1 / cfg, difference]), uncond }
    },
  }
}

const eachImage = (x: Tensor, f: (one: Tensor, i: number) => Tensor): Tensor[] =>
  Array.from({ length: x.dims[0]! }, (_, i) => f(rows(x, i, i + 1), i))

const dot = (a: Tensor, b: Tensor): number => a.data.reduce((sum, value, i) => sum + value * b.data[i]!, 0)
const norm = (x: Tensor): number => Math.sqrt(dot(x, x))

const limited = (d: Tensor, threshold: number): Tensor =>
  threshold > 0 ? mix([Math.min(1, threshold / norm(d)), d]) : d

/** The part across `along`, plus η times the part along it. */
function projected(d: Tensor, along: Tensor, eta: number): Tensor {
  const length = Math.max(norm(along), 1e-12)
  return mix([1, d], [((eta - 1) * dot(d, along)) / length ** 2, along])
}
