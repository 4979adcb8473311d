/**
 * ER-SDE-Solver-3 with the authors' function φ, or with that of the reverse-time SDE; in σ space the paper's
 * variance-preserving and exploding forms are the same.
 */
import { mix, type Tensor } from '../../tensor/tensor.ts'
import { defineSampler } from '../sampler-row.ts'
import { bySteps } from '../solving/by-steps.ts'

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

export const erSde = defineSampler({
  name: 'er_sde',
  formula: {
    lines: [
      'x′ = r·x + (1 − r)·D + (Δ + φ(σ′)·∫1/φ)·D₁ + (Δ²/2 + φ(σ′)·∫(τ − σ)/φ)·D₂ + √(σ′² − r²σ²)·z',
      'r = φ(σ′)/φ(σ),  Δ = σ′ − σ;  integrals from σ′ to σ;  D₁, D₂: divided differences of the past D',
      'ER-SDE: φ = σ·(e^(σ^0.3) + 10);  reverse-time SDE: φ = σ^(1 + η);  ODE: φ = σ',
    ],
    source: 'Cui et al. 2023, arXiv:2309.06169, algorithm 3 and table 1',
  },
  options: {
    /** η of the reverse-time SDE; absent: the authors' own φ. */
    eta: undefined as number | undefined,
    noiseScale: 1,
    /** 1 uses D alone, 2 and 3 the differences too. */
    order: 3,
  },
  noise: 'own',
  // Until so many steps that the 200 rectangles show, whose error is of order 1.
  order: 2,
  flow: 'scaled',
  make: ({ eta, noiseScale, order }) => {
    const phi = eta === undefined ? ownPhi : (sigma: number) => sigma ** (1 + eta)
    let past: Past[] = []
    return bySteps(({ x, denoised, sigma, next, noise }) => {
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
      past = [{ sigma, denoised, ...(first && { first }) }, ...past].slice(0, 2)
      const added = noiseScale * sqrt(max(0, next ** 2 - (r * sigma) ** 2))
      return noiseScale > 0 ? mix([1, x], [added, noise(sigma, next)]) : x
    })
  },
})
