/** UniPC, multistep, data prediction. σ space, in which the paper's α cancel: λ = −ln σ. */
import { mix, type Tensor } from '../../tensor/tensor.ts'
import { eachStep, type Sampler } from '../sampler.ts'
import { defineSampler } from '../sampler-row.ts'
import { solve } from '../solving/linear-solve.ts'

const { expm1, log, max, min } = Math

interface Evaluation {
  readonly sigma: number
  readonly denoised: Tensor
}
type Term = readonly [weight: number, x: Tensor]

/** Right-hand sides φ_k·k!/B, k = 1 … order. */
function rightHandSides(hh: number, B: number, order: number): number[] {
  let [phi, factorial] = [expm1(hh) / hh - 1, 1]
  return Array.from({ length: order }, (_, i) => {
    const side = (phi * factorial) / B
    factorial *= i + 2
    phi = phi / hh - 1 / factorial
    return side
  })
}

/** The rows r_m^(k−1), k = 1 … n. */
const powers = (r: readonly number[]): number[][] => r.map((_, k) => r.map(value => value ** k))

/** x̄ and both sums of one step from past[0] to σ. `past` has `order` evaluations, newest first. */
function step(x: Tensor, past: readonly Evaluation[], sigma: number, variant: 'bh1' | 'bh2') {
  const [{ sigma: from, denoised: d0 }, ...older] = past as [Evaluation, ...Evaluation[]]
  const hh = -log(from / sigma)
  const B = variant === 'bh1' ? hh : expm1(hh)
  const r = [...older.map(e => log(from / e.sigma) / -hh), 1]
  const sides = rightHandSides(hh, B, past.length)
  const base: Term[] = [
    [sigma / from, x],
    [-expm1(hh), d0],
  ]
  const differences = (rho: readonly number[]): Term[] =>
    older.flatMap(
      (e, m) =>
        [
          [(-B * rho[m]!) / r[m]!, e.denoised],
          [(B * rho[m]!) / r[m]!, d0],
        ] as Term[],
    )

  const predicted = () => {
    const rho = past.length === 2 ? [0.5] : solve(powers(r.slice(0, -1)), sides.slice(0, -1))
    return mix(...base, ...differences(rho))
  }
  const corrected = (denoised: Tensor) => {
    const rho = past.length === 1 ? [0.5] : solve(powers(r), sides)
    return mix(...base, ...differences(rho), [-B * rho.at(-1)!, denoised], [B * rho.at(-1)!, d0])
  }
  return { predicted, corrected }
}

/** σ = 0 has no logarithm; the last step ends here instead. */
const LAST_SIGMA = 0.001

const predictorCorrector =
  (variant: 'bh1' | 'bh2'): Sampler =>
  async ({ denoise }, x, _noise, options) => {
    const steps = options.sigmas.length - 1
    const maxOrder = max(1, min(3, steps - 1))
    let past: Evaluation[] = []
    for (const { step: i, of, sigma, next } of eachStep(options)) {
      const order = (at: number) => (at < maxOrder ? at : min(maxOrder, steps + 1 - at))
      if (i === 0) past = [{ sigma, denoised: await denoise(x, sigma) }]
      else {
        const { predicted, corrected } = step(x, past.slice(0, order(i)), sigma, variant)
        const denoised = await denoise(predicted(), sigma)
        x = corrected(denoised)
        past = [{ sigma, denoised }, ...past].slice(0, maxOrder)
      }
      options.onStep({ step: i, of, x, denoised: past[0]!.denoised, sigma })
      if (i === steps - 1) x = step(x, past.slice(0, order(steps)), next || LAST_SIGMA, variant).predicted()
    }
    return x
  }

const formula = {
  lines: [
    'base: x̄ = (σ_i/σ_{i−1})·x − (e^(−h) − 1)·D_{i−1}',
    'predictor: x_i = x̄ − B·Σ_m ρ_m·(D_{i−m−1} − D_{i−1})/r_m',
    'corrector: x_i = x̄ − B·(Σ_m ρ_m·(D_{i−m−1} − D_{i−1})/r_m + ρ·(D(x_i) − D_{i−1}))',
    'h = λ_i − λ_{i−1},  r_m = (λ_{i−m−1} − λ_{i−1})/h,  B₁ = −h,  B₂ = e^(−h) − 1',
    'ρ solves Σ_m ρ_m·r_m^(k−1) = φ_k·k!/B for k = 1 … order,  φ₁ = (e^(−h) − 1)/(−h) − 1,  φ_{k+1} = φ_k/(−h) − 1/(k+1)!',
  ],
  source: 'Zhao et al. 2023, arXiv:2302.04867, algorithms 5 and 6',
}

export const uniPc = defineSampler({
  name: 'uni_pc',
  formula,
  noise: 'none',
  // Order 3, with a last step of order 1 as in ComfyUI.
  order: 2,
  dropsPenultimate: true,
  make: () => predictorCorrector('bh1'),
})

export const uniPcBh2 = defineSampler({
  name: 'uni_pc_bh2',
  formula,
  noise: 'none',
  // Order 3, with a last step of order 1 as in ComfyUI.
  order: 2,
  dropsPenultimate: true,
  make: () => predictorCorrector('bh2'),
})
