/**
 * DDPM, with α = ᾱ_t/ᾱ_t′ so that steps may skip timesteps. Steps in DDPM scaling, y = x/√(1 + σ²), ᾱ = 1/(1 + σ²); takes and
 * gives σ space.
 */
import { mix } from '../../tensor/tensor.ts'
import { defineSampler } from '../sampler-row.ts'
import { bySteps } from '../solving/by-steps.ts'
import { slope } from '../solving/ode.ts'

const { sqrt } = Math
const alphaBarOf = (sigma: number) => 1 / (sigma ** 2 + 1)

export const ddpm = defineSampler({
  name: 'ddpm',
  formula: {
    lines: [
      'y′ = (y − (1 − α)/√(1 − ᾱ)·ε)/√α + √((1 − α)(1 − ᾱ′)/(1 − ᾱ))·z',
      'y = x/√(1 + σ²),  ᾱ = 1/(1 + σ²),  α = ᾱ/ᾱ′,  ε = (x − D)/σ',
    ],
    source: 'Ho et al. 2020, arXiv:2006.11239, algorithm 2',
  },
  noise: 'own',
  order: 1,
  make: () =>
    bySteps(({ x, denoised, sigma, next, noise }) => {
      const [bar, barNext] = [alphaBarOf(sigma), alphaBarOf(next)]
      const alpha = bar / barNext
      const eps = slope(x, denoised, sigma)
      const mean = mix([sqrt(bar / alpha), x], [-(1 - alpha) / sqrt(alpha * (1 - bar)), eps])
      if (next === 0) return mean
      const deviation = sqrt(((1 - alpha) * (1 - barNext)) / (1 - bar))
      return mix([1 / sqrt(barNext), mean], [deviation / sqrt(barNext), noise(sigma, next)])
    }),
})
