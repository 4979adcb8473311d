/**
 * A step in two: down along the ODE to a lower σ, then up to the wanted one with fresh noise (k-diffusion; the
 * η-interpolation of DDIM, Song et al. 2021, arXiv:2010.02502, eq. 16, in σ).
 *
 *   σ_up = min(σ′, η·√(σ′²(σ² − σ′²)/σ²)),   σ_down = √(σ′² − σ_up²)
 */
export function ancestralStep(sigma: number, next: number, eta: number): { down: number; up: number } {
  const up = Math.min(next, eta * Math.sqrt((next ** 2 * (sigma ** 2 - next ** 2)) / sigma ** 2))
  return { down: Math.sqrt(next ** 2 - up ** 2), up }
}

/** η in [0, 1]: 0 adds no noise, 1 is fully ancestral. `noiseScale` multiplies what is added. */
export interface AncestralOptions {
  readonly eta?: number
  readonly noiseScale?: number
}
