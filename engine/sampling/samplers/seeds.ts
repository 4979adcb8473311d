/**
 * SEEDS-2 and SEEDS-3: exponential Runge–Kutta for the reverse SDE, data prediction. σ space. Over a step the noise is one
 * path, so that its stages share their randomness.
 */
import { mix, type Tensor } from '../../tensor/tensor.ts'
import type { Noise } from '../sampler.ts'
import { defineSampler } from '../sampler-row.ts'
import { bySteps } from '../solving/by-steps.ts'

const { exp, expm1, sqrt } = Math

const phi1 = (z: number) => -expm1(-z)
const phi2 = (z: number) => 1 + expm1(-z) / z

/** Weights of the D of all earlier stages for the stage at share `r`; `H` is the step. */
interface Stage {
  readonly r: number
  weights(H: number): number[]
}

type Solver = 'phi_1' | 'phi_2'

/** Evaluates a second time at share `r`: at 1, the end of the step, it is Heun's method. */
const twoStages = (r: number, solver: Solver): readonly Stage[] => [
  { r, weights: H => [phi1(r * H)] },
  { r: 1, weights: H => (solver === 'phi_1' ? byPhi1(H, 1 / (2 * r)) : [phi1(H) - phi2(H) / r, phi2(H) / r]) },
]

const byPhi1 = (H: number, second: number) => [(1 - second) * phi1(H), second * phi1(H)]

const threeStages: readonly Stage[] = [
  { r: 1 / 3, weights: H => [phi1(H / 3)] },
  { r: 2 / 3, weights: H => [phi1((2 * H) / 3) - 2 * phi2((2 * H) / 3), 2 * phi2((2 * H) / 3)] },
  { r: 1, weights: H => [phi1(H) - 1.5 * phi2(H), 0, 1.5 * phi2(H)] },
]

/** n from share 0 on; each call goes on to share `r`. */
function noisePath(noise: Noise, sigma: number, next: number, eta: number) {
  const h = eta * Math.log(sigma / next)
  let n: Tensor | undefined
  let at = 0
  return (r: number): Tensor => {
    const between = (share: number) => sigma * (next / sigma) ** share
    const fresh = mix([sqrt(-expm1(-2 * (r - at) * h)), noise(between(at), between(r))])
    n = n ? mix([exp((at - r) * h), n], [1, fresh]) : fresh
    at = r
    return n
  }
}

const seeds = (stages: readonly Stage[], { eta, noiseScale } = { eta: 1, noiseScale: 1 }) =>
  bySteps(async ({ x, denoised, sigma, next, noise, evaluate }) => {
    if (next === 0) return denoised
    const predictions = [denoised]
    const h = Math.log(sigma / next)
    const noiseAt = noisePath(noise, sigma, next, eta)
    let stage = x
    for (const [i, { r, weights }] of stages.entries()) {
      const middle = sigma * (next / sigma) ** r
      const terms = weights((1 + eta) * h).map((w, k) => [w, predictions[k]!] as const)
      stage = mix([(middle / sigma) * exp(-r * eta * h), x], ...terms, [middle * noiseScale, noiseAt(r)])
      if (i < stages.length - 1) predictions.push((await evaluate(stage, middle)).denoised)
    }
    return stage
  })

const formula = {
  lines: [
    'stage at share r: σ_r = σ·(σ′/σ)^r,  x_r = (σ_r/σ)·e^(−rh)·x + Σ_k a_k·D_k + σ_r·n_r',
    'n_q = e^(−(q−r)h)·n_r + √(1 − e^(−2(q−r)h))·z',
    'λ = −ln σ,  h = λ′ − λ,  here with η = 1;  a_k from φ₁(−z) = 1 − e^(−z) and φ₂(−z) = 1 − φ₁(−z)/z, z = 2h times a share',
  ],
  source: 'Gonzalez et al. 2023, arXiv:2305.14267, algorithms 2 and 3',
}

export const seeds2 = defineSampler({
  name: 'seeds_2',
  formula,
  options: { eta: 1, noiseScale: 1, r: 0.5, solver: 'phi_1' as Solver },
  noise: 'own',
  order: 2,
  flow: 'scaled',
  make: ({ r, solver, ...noise }) => seeds(twoStages(r, solver), noise),
})

export const seeds3 = defineSampler({
  name: 'seeds_3',
  formula,
  noise: 'own',
  order: 2,
  flow: 'scaled',
  make: () => seeds(threeStages),
})

export const expHeun2X0Sde = defineSampler({
  name: 'exp_heun_2_x0_sde',
  formula: {
    lines: [
      'h = ln σ/σ′,  H = 2h,  φ₁ = 1 − e^(−H),  φ₂ = 1 − φ₁/H',
      'x₂ = (σ′/σ)·e^(−h)·x + φ₁·D(x; σ) + σ′·n,  n = √(1 − e^(−2h))·z',
      'x′ = (σ′/σ)·e^(−h)·x + (φ₁ − φ₂)·D(x; σ) + φ₂·D(x₂; σ′) + σ′·n',
    ],
    source: 'Gonzalez et al. 2023, arXiv:2305.14267, algorithm 2 with r = 1',
  },
  noise: 'own',
  order: 2,
  flow: 'scaled',
  make: () => seeds(twoStages(1, 'phi_2')),
})
