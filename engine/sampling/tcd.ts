/**
 * Trajectory Consistency Distillation — Zheng et al. 2024, arXiv:2402.19159, algorithm 4 ("strategic stochastic
 * sampling"; η here is γ there).
 *
 *   x̂₀  = (x_t − √(1−ᾱ_t)·ε)/√ᾱ_t                 what the model thinks the image is
 *   x̂_s = √ᾱ_s·x̂₀ + √(1−ᾱ_s)·ε                   jump down to s = ⌊(1−η)·t′⌋
 *   x_t′ = √(ᾱ_t′/ᾱ_s)·x̂_s + √(1−ᾱ_t′/ᾱ_s)·z      climb back to t′ with fresh noise z ~ N(0, I)
 *
 * The loop runs in σ space, x = x_t/√ᾱ_t, where x̂₀ = D, ε = (x − D)/σ and 1/ᾱ_t′ = σ′² + 1 (ComfyUI-TCD's form, which
 * also takes σ between two timesteps).
 */
import { mix, type Tensor } from '../tensor/tensor.ts'
import { modelSampling } from './model-sampling.ts'
import { alphaBarsFloat32 } from './noise-table.ts'
import { eachStep, type Sampler } from './sampler.ts'
import { slope } from './samplers/ode.ts'

const { floor, max, sqrt } = Math

/** x̂_s, DDPM scaling, from D and ε. */
export const tcdJump = (denoised: Tensor, eps: Tensor, alphaBarS: number): Tensor =>
  mix([sqrt(alphaBarS), denoised], [sqrt(1 - alphaBarS), eps])

/**
 * x′ at σ′, σ space, from x̂_s and fresh noise. Its noise grows from 1/ᾱ_s − 1 to σ′²; where σ′ lies below s already
 * (between two timesteps, η ≈ 0) none is added.
 */
export const tcdClimb = (xs: Tensor, z: Tensor, alphaBarS: number, next: number): Tensor =>
  mix([1 / sqrt(alphaBarS), xs], [sqrt(max(0, next ** 2 + 1 - 1 / alphaBarS)), z])

/**
 * @param eta  η in [0, 1]: 0 is deterministic, 1 predicts the end and adds noise back, as LCM does
 * @returns    a sampler whose `onStep` gets x̂_s as `denoised`, as ComfyUI-TCD's does
 */
export function tcd(eta: number): Sampler {
  const { timestep } = modelSampling({ prediction: 'eps', timesteps: 'distilled', zsnr: false })
  const alphaBar = alphaBarsFloat32()
  return async (denoise, x, noise, options) => {
    for (const { step, of, sigma, next } of eachStep(options)) {
      const denoised = await denoise(x, sigma)
      const s = step === of - 1 ? 0 : floor((1 - eta) * timestep(next))
      const xs = tcdJump(denoised, slope(x, denoised, sigma), alphaBar[s]!)
      options.onStep({ step, of, x, denoised: xs, guess: denoised, sigma })
      x = eta > 0 && next > 0 ? tcdClimb(xs, noise(sigma, next), alphaBar[s]!, next) : mix([sqrt(next ** 2 + 1), xs])
    }
    return x
  }
}
