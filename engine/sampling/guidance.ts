/** Classifier-free guidance on denoised latents, and its rescaling on v-predictions. */
import type { Formula } from '../formula.ts'
import { mix, type Tensor } from '../tensor/tensor.ts'

export const guidance: Formula = {
  lines: ['D = D_u + cfg·(D_c − D_u)', 'D_c with the prompt, D_u with the negative prompt'],
  source: 'Ho & Salimans 2022, arXiv:2207.12598',
}

export const rescaledGuidance: Formula = {
  lines: ['v = (x/(σ² + 1) − D)·√(σ² + 1)/σ', 'v′ = v_cfg·std(v_c)/std(v_cfg)', 'result: φ·v′ + (1 − φ)·v_cfg'],
  source: 'Lin et al. 2023, arXiv:2305.08891, equations 14–16',
}

/** @param cfg  at 1 the negative prompt has no effect */
export const guided = (positive: Tensor, negative: Tensor, cfg: number): Tensor =>
  mix([cfg, positive], [1 - cfg, negative])

/** Standard deviation of each image's values, [N, …] → N numbers. Divides by n − 1. */
function deviations({ dims, data }: Tensor): number[] {
  const n = data.length / dims[0]!
  return Array.from({ length: dims[0]! }, (_, image) => {
    let [sum, squares] = [0, 0]
    for (let i = image * n; i < (image + 1) * n; i++) sum += data[i]!
    for (let i = image * n; i < (image + 1) * n; i++) squares += (data[i]! - sum / n) ** 2
    return Math.sqrt(squares / (n - 1))
  })
}

/** Each image of [N, …] times its own factor. */
function scaleImages({ dims, data }: Tensor, factors: readonly number[]): Tensor {
  const n = data.length / dims[0]!
  return { dims, data: data.map((value, i) => value * factors[Math.floor(i / n)]!) }
}

/**
 * `guided`, with the contrast removed that a large `cfg` adds.
 *
 * @param x         the noisy latent, [N, 4, h, w], x = x₀ + σ·ε
 * @param positive  D_c, same shape
 * @param negative  D_u, same shape
 * @param phi       in [0, 1]; 0 is plain guidance, 1 gives v the standard deviation of the positive prompt's
 */
export function guidedRescaled(
  x: Tensor,
  positive: Tensor,
  negative: Tensor,
  { sigma, cfg, phi }: { sigma: number; cfg: number; phi: number },
): Tensor {
  const root = Math.sqrt(sigma ** 2 + 1)
  const toV = (denoised: Tensor) => mix([1 / (root * sigma), x], [-root / sigma, denoised])
  const [vPositive, v] = [toV(positive), toV(guided(positive, negative, cfg))]
  const [wanted, actual] = [deviations(vPositive), deviations(v)]
  const factors = wanted.map((w, image) => (phi * w) / actual[image]! + (1 - phi))
  return mix([1 / root ** 2, x], [-sigma / root, scaleImages(v, factors)])
}
