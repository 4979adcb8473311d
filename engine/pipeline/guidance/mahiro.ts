import type { Formula } from '../../formula.ts'
import { mix, type Tensor } from '../../tensor/tensor.ts'
import type { GuidanceStage } from './stage.ts'

export interface Mahiro {
  readonly kind: 'mahiro'
}

export const mahiroGuidance: Formula = {
  lines: [
    'L = cfg·D_c,  U = cfg·D_u,  M = (L + D)/2',
    'q = mean over pixels of cos(√U, √M)  (roots keep the sign)',
    'result: ½·(1 + q)·D + ½·(1 − q)·L',
  ],
  source: 'ComfyUI, nodes_mahiro.py',
}

/** Guidance by the direction of the positive prompt where the negative one is unlike it (`mahiroGuidance`). */
export const mahiro = (_: Mahiro): GuidanceStage => ({
  after(denoised, { cond, uncond }, { cfg }) {
    const [leap, other] = [mix([cfg, cond]), mix([cfg, uncond])]
    const q = meanCosine(signedRoots(other), signedRoots(mix([0.5, leap], [0.5, denoised])))
    return mix([(1 + q) / 2, denoised], [(1 - q) / 2, leap])
  },
})

const signedRoots = (x: Tensor): Tensor => ({
  dims: x.dims,
  data: x.data.map(value => Math.sqrt(Math.abs(value)) * Math.sign(value)),
})

/** The cosine of the angle between the channels of two latents, averaged over pixels and images. */
function meanCosine({ dims: [n = 1, c = 1, h = 1, w = 1], data: a }: Tensor, { data: b }: Tensor): number {
  const plane = h * w
  let sum = 0
  for (let p = 0; p < n * plane; p++) {
    const first = Math.floor(p / plane) * c * plane + (p % plane)
    let [ab, aa, bb] = [0, 0, 0]
    for (let i = first; i < first + c * plane; i += plane) {
      ab += a[i]! * b[i]!
      aa += a[i]! ** 2
      bb += b[i]! ** 2
    }
    sum += ab / (Math.max(Math.sqrt(aa), 1e-8) * Math.max(Math.sqrt(bb), 1e-8))
  }
  return sum / (n * plane)
}
