import type { ModelSampling } from '../model-sampling.ts'

/**
 * A step in two parts: down along the ODE to a lower σ, then up to the wanted one with fresh noise (k-diffusion; the
 * η-interpolation of DDIM, Song et al. 2021, arXiv:2010.02502, eq. 16, in σ).
 *
 * In float32 operation by operation, as ComfyUI: for σ far above σ′ (zero terminal SNR) the last difference has few
 * digits, and the picture follows them.
 */
const { fround, min, sqrt } = Math

/** The first line of each formula whose sampler takes such a step. */
export const ancestralLine = 'σ_up = min(σ′, η·√(σ′²(σ² − σ′²)/σ²)),  σ_down = √(σ′² − σ_up²)'

/** What is kept of x, the level that an ODE step goes to, and the noise that is added. */
interface AncestralStep {
  readonly down: number
  readonly up: number
  readonly keep: number
}

/**
 * The same for flows, whose x is smaller where there is more noise: x′ = (α′/α_down)·x_down + σ_up·z,
 *
 *   σ_down = σ′·(1 + η·(σ′/σ − 1)),   σ_up = √(σ′² − σ_down²·(α′/α_down)²),   α = 1 − σ
 */
export function flowAncestralStep(sigma: number, next: number, eta: number): AncestralStep {
  const down = fround(next * fround(1 + fround(fround(fround(next / sigma) - 1) * eta)))
  if (eta === 0) return { down, up: 0, keep: 1 }
  const keep = fround(fround(1 - next) / fround(1 - down))
  return { down, up: sqrt(Math.max(0, next ** 2 - (down * keep) ** 2)), keep }
}

/** The step of the model's own kind. */
export const ancestralStepOf = ({ isFlow }: Pick<ModelSampling, 'isFlow'>) =>
  isFlow ? flowAncestralStep : ancestralStep

export function ancestralStep(sigma: number, next: number, eta: number): AncestralStep {
  const [from2, to2] = [fround(sigma ** 2), fround(next ** 2)]
  const ratio = fround(fround(to2 * fround(from2 - to2)) / from2)
  const up = min(next, fround(eta * fround(sqrt(ratio))))
  return { down: fround(sqrt(fround(to2 - fround(up ** 2)))), up, keep: 1 }
}

/** η: 0 adds no noise, 1 is fully ancestral. `noiseScale` multiplies what is added. */
export const ancestralOptions = { eta: 1, noiseScale: 1 }
export type AncestralOptions = typeof ancestralOptions
