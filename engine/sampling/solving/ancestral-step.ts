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

export function ancestralStep(sigma: number, next: number, eta: number): { down: number; up: number } {
  const [from2, to2] = [fround(sigma ** 2), fround(next ** 2)]
  const ratio = fround(fround(to2 * fround(from2 - to2)) / from2)
  const up = min(next, fround(eta * fround(sqrt(ratio))))
  return { down: fround(sqrt(fround(to2 - fround(up ** 2)))), up }
}

/** η: 0 adds no noise, 1 is fully ancestral. `noiseScale` multiplies what is added. */
export const ancestralOptions = { eta: 1, noiseScale: 1 }
export type AncestralOptions = typeof ancestralOptions
