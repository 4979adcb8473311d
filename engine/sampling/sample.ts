import { map, type Tensor } from '../tensor/tensor.ts'
import { type DifferentialMask, differentialMask, inpainting } from './inpaint.ts'
import type { ModelSampling } from './model-sampling.ts'
import { noiseSource, prepareNoise } from './noise.ts'
import { refuseNoiseLevels, refuseNotFinite } from './refusals.ts'
import type { Denoiser, SamplerOptions } from './sampler.ts'
import type { SamplerSpec } from './sampler-row.ts'
import { samplerOf } from './samplers.ts'
import { scaledFlow } from './solving/scaled-flow.ts'

export interface SampleOptions extends SamplerOptions {
  /** Guidance and parameterisation already applied. */
  readonly denoiser: Denoiser
  readonly sampling: ModelSampling
  readonly sampler: SamplerSpec
  /** From `prepareNoise`, or zeros to add none. The latent's dimensions. */
  readonly noise: Tensor
  /** [N, 4, h, w], in the model's scale. */
  readonly latent: Tensor
  /** [N or 1, 4 or 1, h, w], 1 = paint anew, 0 = keep. */
  readonly mask?: Tensor
  /** Makes the mask depend on the noise level. */
  readonly differential?: DifferentialMask
  /** Of the noise that the sampler adds. */
  readonly seed: bigint
  /** As given to `prepareNoise`. */
  readonly batchIndex?: readonly number[]
}

/** Whether the schedule starts at the model's highest noise level: at pure noise, as in training. */
const isMaxDenoise = (sigma: number, { sigmaMax }: ModelSampling): boolean =>
  sigma > sigmaMax || Math.abs(sigma - sigmaMax) <= 1e-5 * Math.max(sigma, sigmaMax)

/**
 * Runs a sampler over a schedule, from noise and latent to a picture's latent (ComfyUI's KSAMPLER.sample).
 *
 * @returns  `latent`: x at the last σ, of a flow divided by 1 − σ; `denoised`: the sampler's last prediction of the clean latent (for TCD x̂_s).
 *           Without steps both are the input latent.
 * @throws   the reason of `signal`, between two steps; RangeInputError for noise levels that cannot be sampled, and when
 *           the latent becomes NaN or infinite
 */
export async function sample(options: SampleOptions): Promise<{ latent: Tensor; denoised: Tensor }> {
  const { denoiser, sampling, sigmas, noise, latent, mask, seed } = options
  const { name, options: settings } = options.sampler
  if (sigmas.length < 2) return { latent, denoised: latent }
  refuseNoiseLevels(sigmas)
  const x = sampling.noiseScaling(sigmas[0]!, noise, latent, isMaxDenoise(sigmas[0]!, sampling))
  const row = samplerOf(name)
  const keptNoise = row.keepsWithNextSeed ? prepareNoise(noise.dims, seed + 1n) : noise
  const maskAt = options.differential && differentialMask(options.differential, sampling, sigmas)
  const kept = { latent, noise: keptNoise, sampling, ...(maskAt && { maskAt }) }
  const masked = mask ? inpainting(denoiser, { mask, ...kept }) : denoiser
  const fresh = noiseSource(row, { ...options, dims: latent.dims })
  let denoised = latent
  let shown = Promise.resolve()
  const paced = waitingFor(() => shown, masked)
  const made = row.make({ ...row.options, ...settings }, sampling)
  const sampler = sampling.isFlow && row.flow === 'scaled' ? scaledFlow(made, sampling) : made
  const end = await sampler(paced, x, fresh, {
    sigmas,
    signal: options.signal,
    onStep(step) {
      denoised = step.denoised
      refuseNotFinite(denoised, { sampler: name, step: step.step + 1, sigmas })
      shown = Promise.resolve(options.onStep(step))
    },
  })
  await shown
  refuseNotFinite(end, { sampler: name, step: sigmas.length - 1, sigmas })
  const last = sigmas.at(-1)!
  return { latent: sampling.isFlow && last > 0 ? map(end, value => value / (1 - last)) : end, denoised }
}

/** The same model, which waits for something before each evaluation. */
function waitingFor(shown: () => Promise<void>, { denoise, guided }: Denoiser): Denoiser {
  const later =
    <T>(evaluate: (x: Tensor, sigma: number) => Promise<T>) =>
    async (x: Tensor, sigma: number) => {
      await shown()
      return evaluate(x, sigma)
    }
  return { denoise: later(denoise), guided: later(guided) }
}
