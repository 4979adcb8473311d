/**
 * DDPM — Ho et al. 2020, arXiv:2006.11239, algorithm 2, with α = ᾱ_t/ᾱ_t′ so that steps may skip timesteps.
 * Steps in DDPM scaling, y = x/√(1 + σ²), ᾱ = 1/(1 + σ²); takes and gives σ space.
 *
 *   y′ = (y − (1 − α)/√(1 − ᾱ)·ε)/√α + √((1 − α)(1 − ᾱ′)/(1 − ᾱ))·z,   ε = (x − D)/σ
 */
import { mix } from '../../tensor/tensor.ts'
import { eachStep, type Sampler } from '../sampler.ts'
import { slope } from './ode.ts'

const { sqrt } = Math
const alphaBarOf = (sigma: number) => 1 / (sigma ** 2 + 1)

export const ddpm: Sampler = async (denoise, x, noise, options) => {
  for (const { step, of, sigma, next } of eachStep(options)) {
    const denoised = await denoise(x, sigma)
    options.onStep({ step, of, x, denoised, sigma })
    const [bar, barNext] = [alphaBarOf(sigma), alphaBarOf(next)]
    const alpha = bar / barNext
    const eps = slope(x, denoised, sigma)
    const mean = mix([sqrt(bar / alpha), x], [-(1 - alpha) / sqrt(alpha * (1 - bar)), eps])
    if (next === 0) return mean
    const deviation = sqrt(((1 - alpha) * (1 - barNext)) / (1 - bar))
    x = mix([1 / sqrt(barNext), mean], [deviation / sqrt(barNext), noise(sigma, next)])
  }
  return x
}
