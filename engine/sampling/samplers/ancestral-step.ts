/**
 * A step in two: down along the ODE to a lower σ, then up to the wanted one with fresh noise (k-diffusion; the
 * η-interpolation of DDIM, Song et al. 2021, arXiv:2010.02502, eq. 16, in σ).
 *
 *   σ_up = min(σ′, η·√(σ′²(σ² − σ′²)/σ²)),   σ_down = √(σ′² − σ_up²)
 *
 * In float32 step by step, as ComfyUI: for σ far above σ′ (zero terminal SNR) the last difference has few digits, and
 * the picture follows them.
 */
const { fround, min, sqrt } = Math

export function ancestralStep(sigma: number, next: number, eta: number): { down: number; up: number } {
  const [from2, to2] = [fround(sigma ** 2), fround(next ** 2)]
  const ratio = fround(fround(to2 * fround(from2 - to2)) / from2)
  const up = min(next, fround(eta * fround(sqrt(ratio))))
  return { down: fround(sqrt(fround(to2 - fround(up ** 2)))), up }
}

/** η in [0, 1]: 0 adds no noise, 1 is fully ancestral. `noiseScale` multiplies what is added. */
export interface AncestralOptions {
  readonly eta?: number
  readonly noiseScale?: number
}
