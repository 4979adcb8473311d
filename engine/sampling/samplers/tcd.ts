/**
 * Trajectory Consistency Distillation: predict the end, jump down to s ("strategic stochastic sampling"), climb back to t′
 * with fresh noise. η here is γ in the paper.
 *
 * The loop runs in σ space, x = x_t/√ᾱ_t, where x̂₀ = D, ε = (x − D)/σ and 1/ᾱ_t′ = σ′² + 1 (ComfyUI-TCD's form, which
 * also takes σ between two timesteps).
 */
import { mix, type Tensor } from '../../tensor/tensor.ts'
import { type ModelSamplingSpec, modelSampling } from '../model-sampling.ts'
import { alphaBarsFloat32 } from '../noise-table.ts'
import { eachStep } from '../sampler.ts'
import { defineSampler } from '../sampler-row.ts'
import { slope } from '../solving/ode.ts'

/** What TCD LoRAs were distilled on, whatever the checkpoint says. */
export const tcdSampling: ModelSamplingSpec = { prediction: 'eps', timesteps: 'distilled', zsnr: false }

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

/** Its `onStep` gets x̂_s as `denoised`, as ComfyUI-TCD's does. */
export const tcd = defineSampler({
  name: 'tcd',
  formula: {
    lines: [
      'x̂₀ = (x_t − √(1−ᾱ_t)·ε)/√ᾱ_t',
      'x̂_s = √ᾱ_s·x̂₀ + √(1−ᾱ_s)·ε,  s = ⌊(1−η)·t′⌋',
      'x_t′ = √(ᾱ_t′/ᾱ_s)·x̂_s + √(1−ᾱ_t′/ᾱ_s)·z',
    ],
    source: 'Zheng et al. 2024, arXiv:2402.19159, algorithm 4',
  },
  // In [0, 1]: 0 is deterministic, 1 predicts the end and adds noise back, as LCM does.
  options: { eta: 0.3 },
  noise: 'continued',
  offered: 'own-node',
  order:
    'It is made for a trajectory consistency model, which jumps to s exactly; the jump is coarse for other models.',
  make: ({ eta }) => {
    const { timestep } = modelSampling(tcdSampling)
    const alphaBar = alphaBarsFloat32()
    return async ({ denoise }, x, noise, options) => {
      for (const { step, of, sigma, next } of eachStep(options)) {
        const denoised = await denoise(x, sigma)
        const s = step === of - 1 ? 0 : floor((1 - eta) * timestep(next))
        const xs = tcdJump(denoised, slope(x, denoised, sigma), alphaBar[s]!)
        options.onStep({ step, of, x, denoised: xs, guess: denoised, sigma })
        x = eta > 0 && next > 0 ? tcdClimb(xs, noise(sigma, next), alphaBar[s]!, next) : mix([sqrt(next ** 2 + 1), xs])
      }
      return x
    }
  },
})
