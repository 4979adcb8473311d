/**
 * The noise levels that Stable Diffusion 1.x, 2.x and SDXL were trained on ("scaled linear", latent-diffusion).
 *
 *   β_t = (√0.00085 + t·(√0.012 − √0.00085)/999)²,   ᾱ_t = Π_{i ≤ t} (1 − β_i),   σ_t = √((1 − ᾱ_t)/ᾱ_t),   t = 0 … 999
 *
 * Computed in float64 and rounded to float32 at the end, as ComfyUI does.
 */
const TIMESTEPS = 1000
const { sqrt } = Math

function betas(): number[] {
  const [first, last] = [sqrt(0.00085), sqrt(0.012)]
  return Array.from({ length: TIMESTEPS }, (_, t) => (first + (t * (last - first)) / (TIMESTEPS - 1)) ** 2)
}

/** ᾱ_t, float64. */
export function alphaBars(): number[] {
  let product = 1
  return betas().map(beta => (product *= 1 - beta))
}

/** ᾱ_t multiplied up in float32 throughout: what ComfyUI-TCD uses, up to 2e-6 from `alphaBars`. */
export function alphaBarsFloat32(): Float32Array {
  let product = 1
  return Float32Array.from(betas(), beta => (product = Math.fround(product * Math.fround(1 - beta))))
}

/** ᾱ at σ = ∞ would be 0; this stands in for it, so that σ_999 = 4518.76. */
const TERMINAL_ALPHA_BAR = 4.8973451890853435e-8

/**
 * Zero terminal SNR — Lin et al. 2023, arXiv:2305.08891, algorithm 1: √ᾱ shifted so that the last is (nearly) 0, scaled
 * so that the first stays.
 */
function withoutTerminalSignal(sigmas: readonly number[]): number[] {
  const roots = sigmas.map(sigma => sqrt(1 / (sigma * sigma + 1)))
  const [first, last] = [roots[0]!, roots.at(-1)!]
  const bars = roots.map(root => (((root - last) * first) / (first - last)) ** 2)
  return [...bars.slice(0, -1), TERMINAL_ALPHA_BAR].map(bar => sqrt((1 - bar) / bar))
}

/** σ and ln σ by position, ascending. */
export interface NoiseTable {
  readonly sigmas: Float32Array
  readonly logSigmas: Float32Array
}

const tableOf = (sigmas: ArrayLike<number>): NoiseTable => ({
  sigmas: Float32Array.from(sigmas),
  logSigmas: Float32Array.from(sigmas, Math.log),
})

/** All 1000 noise levels; position is timestep. */
export function fullTable(zsnr: boolean): NoiseTable {
  const sigmas = alphaBars().map(bar => sqrt((1 - bar) / bar))
  return tableOf(zsnr ? withoutTerminalSignal(sigmas) : sigmas)
}

/** Timesteps between two that LCM and TCD were distilled on: 19, 39 … 999. */
export const DISTILLED_SKIP = 20

/** The 50 noise levels of LCM and TCD; position p is timestep 20·p + 19. */
export const distilledTable = (full: NoiseTable): NoiseTable =>
  tableOf(full.sigmas.filter((_, t) => t % DISTILLED_SKIP === DISTILLED_SKIP - 1))
