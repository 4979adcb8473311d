import type { LatentRgb } from '../image/latent-preview.ts'
import type { Sessions } from '../runtime/sessions.ts'
import { modelSampling } from '../sampling/model-sampling.ts'
import { prepareNoise } from '../sampling/noise.ts'
import { sample } from '../sampling/sample.ts'
import type { SamplerSpec } from '../sampling/sampler-spec.ts'
import { map, type Tensor, zeros } from '../tensor/tensor.ts'
import { checkPrompts } from './check-prompts.ts'
import { denoiser } from './denoiser.ts'
import { inpaintChannels, latentMask } from './inpaint.ts'
import { bothLoras, type Conditioning, type Latent, type Model } from './types.ts'
import { unetNetwork } from './unet-network.ts'

export interface SampleRequest {
  readonly model: Model
  readonly positive: Conditioning
  readonly negative: Conditioning
  readonly cfg: number
  readonly latent: Latent
  /** 0 … 2⁶⁴−1, as in ComfyUI only the low 32 bits matter. */
  readonly seed: bigint
  /** false: start from the latent as it is, which then carries its own noise. */
  readonly addNoise: boolean
  readonly sampler: SamplerSpec
  /** Descending; fewer than two and nothing is done. */
  readonly sigmas: Float32Array
}

/** The present guess x̂₀ in the model's scale, and how to look at it. */
export interface Unfinished {
  readonly latent: Tensor
  readonly rgb: LatentRgb
}

export interface SampleContext {
  readonly sessions: Sessions
  readonly signal: AbortSignal
  progress(done: number, of: number, unfinished?: Unfinished): void
}

/**
 * Noise in, picture out, still as latents: all that ComfyUI's KSampler and SamplerCustom do.
 *
 * @returns the last x, and the sampler's last guess at the clean latent; both in VAE scale
 * @throws  CheckpointError when a model file does not fit, and whatever `signal` was aborted with
 */
export async function sampleLatent(
  request: SampleRequest,
  context: SampleContext,
): Promise<{ latent: Latent; denoised: Latent }> {
  const { latent, sigmas, seed } = request
  if (sigmas.length < 2) return { latent, denoised: latent }

  const { loras: tagged = [] } = request.positive.reduce(bothLoras, {})
  const model = { ...request.model, loras: [...request.model.loras, ...tagged] }
  const network = await unetNetwork(model)
  checkPrompts(request, model, network)
  const start = map(latent.samples, v => v * network.latentScale)
  const mask = latent.noiseMask && latentMask(latent.noiseMask, start.dims)
  const inpaint = network.inChannels > 4 ? inpaintChannels(start, mask, network.latentScale) : undefined

  const result = await sample({
    denoiser: denoiser(context.sessions, network, model, request, inpaint),
    sampling: modelSampling(model.sampling),
    sampler: request.sampler,
    sigmas,
    noise: request.addNoise ? prepareNoise(start.dims, seed, latent.batchIndex) : zeros(start.dims),
    latent: start,
    ...(mask && { mask }),
    seed,
    ...(latent.batchIndex && { batchIndex: latent.batchIndex }),
    signal: context.signal,
    onStep: ({ step, of, denoised }) => context.progress(step + 1, of, { latent: denoised, rgb: network.rgb }),
  })
  const inVaeScale = (x: Tensor): Latent => ({ ...latent, samples: map(x, v => v / network.latentScale) })
  return { latent: inVaeScale(result.latent), denoised: inVaeScale(result.denoised) }
}
