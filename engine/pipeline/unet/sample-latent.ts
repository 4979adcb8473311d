import { latentNames, promptsInWords } from '../../checkpoint/family.ts'
import { CheckpointError } from '../../errors.ts'
import type { LatentRgb } from '../../image/files/previews.ts'
import { bothLoras } from '../../lora/use.ts'
import { openFile } from '../../recognise/open-file.ts'
import type { Sessions } from '../../runtime/sessions.ts'
import { modelSampling } from '../../sampling/model-sampling.ts'
import { afterInitialNoise, prepareNoise } from '../../sampling/noise.ts'
import { refuseNoiseLevels } from '../../sampling/refusals.ts'
import { sample } from '../../sampling/sample.ts'
import type { SamplerSpec } from '../../sampling/sampler-row.ts'
import { affordable } from '../../tensor/affordable.ts'
import type { Generator } from '../../tensor/random/random.ts'
import { type Tensor, zeros } from '../../tensor/tensor.ts'
import { checkControls } from '../control/fits.ts'
import type { InitialNoise, Latent, Model } from '../types.ts'
import { isEmpty, latentFormat } from '../vae/latent-format.ts'
import type { OnShares } from './ask-network.ts'
import { denoiser } from './denoiser.ts'
import { type Guider, promptsOf, withPrompts } from './guider.ts'
import { editChannels, inpaintChannels, latentMask } from './inpaint.ts'
import { withPictures } from './picture-prompt.ts'
import { stepsOf } from './steps-done.ts'
import { hooksOf, strengthsFor, withHooked } from './strengths.ts'
import { type UnetNetwork, unetNetwork } from './unet-network.ts'

export interface SampleRequest {
  readonly guider: Guider
  readonly latent: Latent
  readonly noise: InitialNoise
  readonly sampler: SamplerSpec
  /** Descending; with fewer than two the latent is returned unchanged. */
  readonly sigmas: Float32Array
}

/** The current guess x̂₀ in the model's scale, and how to show it. */
export interface Unfinished {
  readonly latent: Tensor
  readonly rgb: LatentRgb
}

export interface SampleContext {
  readonly sessions: Sessions
  readonly signal: AbortSignal
  /** What it returns is waited for before the next step. */
  progress(done: number, of: number, unfinished?: Unfinished): void | Promise<void>
  /** Reports which experts of a mixture acted in an evaluation of the network. */
  report?(event: ExpertsReport): void
}

export interface ExpertsReport {
  readonly kind: 'experts'
  /** The step that the evaluation is part of, from 1. */
  readonly step: number
  readonly of: number
  readonly names: string[]
  readonly layers: string[]
  /** By layer the share of each expert, 0 for those that were not chosen: means over tokens and images. */
  readonly shares: number[][]
}

/** A sampler holds the latent, its noise, its steps and the answers of the network: up to so many arrays of this size. */
const copies = 8

/**
 * Samples a latent: all that ComfyUI's KSampler and SamplerCustom do.
 *
 * @returns the last x, and the sampler's last guess at the clean latent; both in VAE scale
 * @throws  CheckpointError when a model file does not fit, RangeInputError when the latent is too large, and whatever `signal` was aborted with
 */
export async function sampleLatent(
  request: SampleRequest,
  context: SampleContext,
): Promise<{ latent: Latent; denoised: Latent }> {
  const { sigmas, noise } = request
  if (sigmas.length < 2) return { latent: request.latent, denoised: request.latent }
  const latent = await withChannels(request.guider.model, request.latent)
  affordable([copies, ...latent.samples.dims], `Sampling a batch of ${latent.samples.dims[0]}`)

  const tagged = withTaggedLoras(request.guider)
  const { drawn, avoided } = promptsOf(tagged)
  const hooks = hooksOf([...drawn, ...avoided])
  const network = await unetNetwork(withHooked(tagged.model, hooks))
  const guider = withPrompts(tagged, prompt => withPictures(prompt, network.pictures, noise.seed))
  checkPrompts(guider, network)
  await checkControls(promptsOf(guider), network)
  const format = latentFormat(guider.model, network.latents)
  const start = format.toModel(latent.samples)
  const mask = latent.noiseMask && latentMask(latent.noiseMask, start.dims)
  const sampling = modelSampling(guider.model.sampling)
  const stepsAt = stepsOf(sigmas)
  const levels = { ...sampling, highest: Math.max(...sigmas), stepsAt }
  const differential = guider.model.patches?.findLast(patch => patch.kind === 'differential')
  const inpaint = beside(guider.model, network, start, mask)
  const result = await sample({
    denoiser: denoiser(context.sessions, network, guider, {
      ...(inpaint && { inpaint }),
      random: globalGenerator(start, noise, latent),
      stepsAt,
      strengthsFor: strengthsFor(network, guider.model.loras, hooks, levels),
      onShares: expertsReporter(network, sigmas, context),
    }),
    sampling,
    sampler: request.sampler,
    sigmas,
    noise: drawNoise(noise, latent),
    latent: start,
    ...(mask && { mask }),
    ...(differential && { differential }),
    seed: noise.seed,
    ...(latent.batchIndex && { batchIndex: latent.batchIndex }),
    signal: context.signal,
    onStep: ({ step, of, denoised, guess }) =>
      context.progress(step + 1, of, { latent: guess ?? denoised, rgb: network.rgb }),
  })
  const { latents, rgb } = network
  const tinyDecoder = rgb.decoder && { file: rgb.decoder, latents }
  const inVaeScale = (x: Tensor): Latent => ({ ...latent, samples: format.toVae(x), tinyDecoder })
  return { latent: inVaeScale(result.latent), denoised: inVaeScale(result.denoised) }
}

function expertsReporter({ experts }: UnetNetwork, sigmas: Float32Array, context: SampleContext): OnShares | undefined {
  if (!experts) return undefined
  const of = sigmas.length - 1
  const [names, layers] = [[...experts.names], [...experts.layers]]
  return (sigma, { dims, data }) => {
    const width = dims[1]!
    const shares = layers.map((_, i) => [...data.subarray(i * width, (i + 1) * width)])
    const step = Math.min(
      of,
      Math.max(
        0,
        sigmas.findLastIndex(level => level >= Math.fround(sigma)),
      ) + 1,
    )
    context.report?.({ kind: 'experts', step, of, names, layers, shares })
  }
}

/** What the network reads beside the latent; undefined for most. */
function beside(model: Model, { inChannels, latents }: UnetNetwork, start: Tensor, mask: Tensor | undefined) {
  if (inChannels === latents.channels) return undefined
  return inChannels === 8
    ? editChannels(start.dims, isCosXl(model) ? latents.scale : 1)
    : inpaintChannels(start, mask, latents)
}

/**
 * The latent with as many channels as the model reads: an empty one is widened, as in ComfyUI.
 *
 * @throws CheckpointError when a latent with a picture has another number of channels
 */
async function withChannels({ file }: Model, latent: Latent): Promise<Latent> {
  const { latentNumbers, latents } = (await openFile(file)).description
  const { dims } = latent.samples
  const { channels } = latentNumbers
  if (dims[1] === channels) return latent
  if (isEmpty(latent.samples)) return { ...latent, samples: zeros(dims.with(1, channels)) }
  throw new CheckpointError(
    'wrong-family',
    file.path,
    `${file.name} reads latents of ${channels} channels, and this latent has ${dims[1]}: encode the picture with the VAE of the checkpoint, or with one for ${latentNames[latents]}`,
  )
}

/** CosXL is v-prediction over continuous noise levels. */
const isCosXl = ({ sampling }: Model): boolean => 'sigmaData' in sampling && sampling.prediction === 'v_prediction'

/** The guider whose model also has the LoRAs named in its prompts. */
function withTaggedLoras(guider: Guider): Guider {
  const { loras = [] } = promptsOf(guider).drawn.reduce(bothLoras, {})
  return { ...guider, model: { ...guider.model, loras: [...guider.model.loras, ...loras] } }
}

/** @throws CheckpointError when a prompt was encoded for another family than the model's */
function checkPrompts(guider: Guider, { contextWidth: wanted }: UnetNetwork): void {
  const { file } = guider.model
  const { drawn, avoided } = promptsOf(guider)
  const got = [...drawn, ...avoided].map(({ embedding }) => embedding.dims.at(-1)!).find(width => width !== wanted)
  if (wanted === null || got === undefined) return
  throw new CheckpointError(
    'wrong-family',
    file.path,
    `the prompt was encoded for ${promptsInWords(got)}, and ${file.name} was made for ${promptsInWords(wanted)}: connect MODEL and CLIP from the same checkpoint`,
  )
}

/** Noise of unit variance, or zeros. */
const drawNoise = ({ seed, added, values }: InitialNoise, { samples, batchIndex }: Latent): Tensor =>
  added ? (values?.(samples.dims) ?? prepareNoise(samples.dims, seed, batchIndex)) : zeros(samples.dims)

/** PyTorch's global generator during the sampling, made when something draws from it. */
function globalGenerator({ dims }: Tensor, { seed }: InitialNoise, { batchIndex }: Latent): () => Generator {
  let generator: Generator | undefined
  return () => {
    generator ??= afterInitialNoise(dims, seed, batchIndex)
    return generator
  }
}

/**
 * Adds the noise between the first and the last level to a latent: `addedNoise`, in the model's scale.
 *
 * @param sigmas  a single level is added in full; without levels the latent stays unchanged
 */
export async function addNoise(
  model: Model,
  given: Latent,
  noise: InitialNoise,
  sigmas: Float32Array,
): Promise<Latent> {
  const [first, last] = [sigmas[0], sigmas.length > 1 ? sigmas.at(-1)! : 0]
  if (first === undefined) return given
  refuseNoiseLevels(sigmas)
  const latent = await withChannels(model, given)
  const { toModel, toVae } = latentFormat(model, (await unetNetwork(model)).latents)
  const { noiseScaling } = modelSampling(model.sampling)
  const noisy = noiseScaling(Math.abs(first - last), drawNoise(noise, latent), toModel(latent.samples), false)
  return { ...latent, samples: toVae(noisy) }
}
