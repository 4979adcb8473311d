import type { Sessions } from '../runtime/sessions.ts'
import { guided, guidedRescaled } from '../sampling/guidance.ts'
import { modelSampling } from '../sampling/model-sampling.ts'
import type { Denoiser } from '../sampling/sampler.ts'
import { joinChannels, mix, rows, sameDims, stack, type Tensor, tensor } from '../tensor/tensor.ts'
import type { Conditioning, EncodedPrompt, Model } from './types.ts'
import type { UnetNetwork } from './unet-network.ts'

export interface Prompts {
  readonly positive: Conditioning
  readonly negative: Conditioning
  /** w in D_u + w·(D_c − D_u); at 1 the negative prompt is not evaluated at all. */
  readonly cfg: number
}

/** An inpainting UNet's extra input channels for one prompt, [N, 5, h, w]: mask, then masked latent in model scale. */
export type InpaintChannels = (prompt: EncodedPrompt) => Tensor

/**
 * Makes D(x; σ) of a UNet: parameterisation inside, guidance outside.
 *
 *   D_c = denoised(x, F(c_in·x, t, c), σ)        for each prompt c of a list; their mean
 *   D   = D_u + w·(D_c − D_u)                    Ho & Salimans 2022, arXiv:2207.12598
 */
export function denoiser(
  sessions: Sessions,
  network: UnetNetwork,
  model: Model,
  { positive, negative, cfg }: Prompts,
  inpaint?: InpaintChannels,
): Denoiser {
  const sampling = modelSampling(model.sampling)
  const phi = model.rescaleCfg

  /** The mean denoised latent under each list of prompts. */
  const denoisedUnder = async (lists: readonly Conditioning[], x: Tensor, sigma: number): Promise<Tensor[]> => {
    const scaled = sampling.scaleInput(x, sigma)
    const images = lists.flat().flatMap(prompt => {
      const input = inpaint ? joinChannels(scaled, inpaint(prompt)) : scaled
      return Array.from({ length: x.dims[0]! }, (_, i) => ({ x: rows(input, i, i + 1), prompt }))
    })
    const outputs = await evaluate(sessions, network, images, sampling.timestep(sigma))
    return lists.map(({ length }) => {
      const each = Array.from({ length }, () => stack(outputs.splice(0, x.dims[0]!)))
      return sampling.denoised(x, mix(...each.map(output => [1 / length, output] as const)), sigma)
    })
  }
  const both: Denoiser['guided'] = async (x, sigma) => {
    const [cond, uncond] = (await denoisedUnder([positive, negative], x, sigma)) as [Tensor, Tensor]
    const denoised =
      phi === undefined ? guided(cond, uncond, cfg) : guidedRescaled(x, cond, uncond, { sigma, cfg, phi })
    return { denoised, uncond }
  }
  const needsNegative = Math.abs(cfg - 1) > 1e-9 && negative.length > 0
  return {
    guided: both,
    denoise: async (x, sigma) =>
      needsNegative ? (await both(x, sigma)).denoised : (await denoisedUnder([positive], x, sigma))[0]!,
  }
}

/** One evaluation of the network: one image under one prompt. */
interface ImageUnderPrompt {
  /** [1, C, h, w] */
  readonly x: Tensor
  readonly prompt: EncodedPrompt
}

/**
 * F(x, t, c) for every image, several in one run where their prompts are equally long: two on the CPU, which is faster
 * than two runs and takes little memory (docs/decisions/two-images-a-run.md), all of them on a GPU.
 *
 * @returns one [1, 4, h, w] per image, in order
 */
async function evaluate(
  sessions: Sessions,
  network: UnetNetwork,
  images: readonly ImageUnderPrompt[],
  t: number,
): Promise<Tensor[]> {
  const perRun = sessions.device !== 'cpu' ? images.length : images.length % 2 === 0 ? 2 : 1
  const outputs: Tensor[] = []
  while (outputs.length < images.length) {
    const first = images[outputs.length]!
    const candidates = images.slice(outputs.length, outputs.length + perRun)
    const run = candidates.every(({ prompt }) => sameDims(prompt.embedding, first.prompt.embedding))
      ? candidates
      : [first]
    const x = stack(run.map(image => image.x))
    const context = stack(run.map(({ prompt }) => prompt.embedding))
    const timestep = tensor([run.length], new Float32Array(run.length).fill(t))
    const feeds = { x, timestep, context, ...(network.strength && { strength: network.strength }) }
    const { prediction } = await sessions.run(network.request(x.dims, context.dims), feeds)
    outputs.push(...run.map((_, i) => rows(prediction!, i, i + 1)))
  }
  return outputs
}
