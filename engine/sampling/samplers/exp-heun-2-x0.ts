/** Heun's method for the exponential form of the ODE, data prediction: SEEDS-2 without noise and with the second stage at σ′. */
import { mix } from '../../tensor/tensor.ts'
import { defineSampler } from '../sampler-row.ts'
import { bySteps } from '../solving/by-steps.ts'

export const expHeun2X0 = defineSampler({
  name: 'exp_heun_2_x0',
  formula: {
    lines: [
      'h = ln σ/σ′,  φ₁ = 1 − e^(−h),  φ₂ = 1 − φ₁/h',
      'x₂ = e^(−h)·x + φ₁·D(x; σ)',
      'x′ = e^(−h)·x + (φ₁ − φ₂)·D(x; σ) + φ₂·D(x₂; σ′)',
    ],
    source: 'Gonzalez et al. 2023, arXiv:2305.14267, algorithm 2 with r = 1 and η = 0',
  },
  noise: 'none',
  order: 2,
  flow: 'scaled',
  make: () =>
    bySteps(async ({ x, denoised, sigma, next, evaluate }) => {
      if (next === 0) return denoised
      const h = Math.log(sigma / next)
      const phi1 = -Math.expm1(-h)
      const phi2 = 1 - phi1 / h
      const ahead = mix([next / sigma, x], [phi1, denoised])
      const { denoised: second } = await evaluate(ahead, next)
      return mix([next / sigma, x], [phi1 - phi2, denoised], [phi2, second])
    }),
})
