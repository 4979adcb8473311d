/**
 * ER-SDE-Solver-3 — Cui et al. 2023, arXiv:2309.06169, algorithm 3 with their function φ; in σ space the paper's
 * variance-preserving and exploding forms are the same.
 *
 *   φ(σ) = σ·(e^(σ^0.3) + 10),   r = φ(σ′)/φ(σ),   Δ = σ′ − σ
 *   x′ = r·x + (1 − r)·D + (Δ + φ(σ′)·∫1/φ)·D₁ + (Δ²/2 + φ(σ′)·∫(τ − σ)/φ)·D₂ + √(σ′² − r²σ²)·z
 *
 * D₁ and D₂ are divided differences of the past D; the integrals run from σ′ to σ. With φ(σ) = σ^(1 + η) it solves the
 * reverse-time SDE instead, for η = 0 the ODE (their table 1).
 */
import { mix, type Tensor } from '../../tensor/tensor.ts'
import { eachStep, type Sampler } from '../sampler.ts'

const { exp, max, sqrt } = Math

const ownPhi = (sigma: number) => sigma * (exp(sigma ** 0.3) + 10)

/** ∫f from σ′ to σ by 200 rectangles, from the lower end, as the authors do. */
function integrate(f: (tau: number) => number, low: number, high: number): number {
  const width = (high - low) / 200
  let sum = 0
  for (let i = 0; i < 200; i++) sum += f(low + i * width)
  return sum * width
}

interface Past {
  readonly sigma: number
  readonly denoised: Tensor
  readonly first?: Tensor
}

const difference = (a: Tensor, b: Tensor, over: number): Tensor => mix([1 / over, a], [-1 / over, b])

export interface ErSdeOptions {
  /** η of the reverse-time SDE; absent: the paper's own φ. */
  readonly eta?: number
  readonly noiseScale?: number
  /** 1 uses D alone, 2 and 3 the differences too. */
  readonly order?: number
}

export const erSde =
  ({ eta, noiseScale = 1, order = 3 }: ErSdeOptions = {}): Sampler =>
  async (denoise, x, noise, options) => {
    const phi = eta === undefined ? ownPhi : (sigma: number) => sigma ** (1 + eta)
    let past: Past[] = []
    for (const { step, of, sigma, next } of eachStep(options)) {
      const denoised = await denoise(x, sigma)
      options.onStep({ step, of, x, denoised, sigma })
      if (next === 0) return denoised
      const r = phi(next) / phi(sigma)
      const delta = next - sigma
      x = mix([r, x], [1 - r, denoised])
      const [one, two] = past
      const first = order >= 2 && one && difference(denoised, one.denoised, sigma - one.sigma)
      if (first) x = mix([1, x], [delta + phi(next) * integrate(tau => 1 / phi(tau), next, sigma), first])
      if (order >= 3 && first && one.first && two) {
        const second = difference(first, one.first, (sigma - two.sigma) / 2)
        const weight = delta ** 2 / 2 + phi(next) * integrate(tau => (tau - sigma) / phi(tau), next, sigma)
        x = mix([1, x], [weight, second])
      }
      if (noiseScale > 0) x = mix([1, x], [noiseScale * sqrt(max(0, next ** 2 - (r * sigma) ** 2)), noise(sigma, next)])
      past = [{ sigma, denoised, ...(first && { first }) }, ...past].slice(0, 2)
    }
    return x
  }
