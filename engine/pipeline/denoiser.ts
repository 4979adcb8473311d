import type { Sessions } from '../runtime/sessions.ts'
import { guided, guidedRescaled } from '../sampling/guidance.ts'
import { modelSampling } from '../sampling/model-sampling.ts'
import type { Denoise } from '../sampling/sampler.ts'
import { joinChannels, mix, rows, stack, type Tensor, tensor } from '../tensor/tensor.ts'
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
): Denoise {
  const sampling = modelSampling(model.sampling)
  const guides = Math.abs(cfg - 1) > 1e-9 && negative.length > 0

  const predict = async (x: Tensor, sigma: number, prompts: Conditioning): Promise<Tensor> => {
    const scaled = sampling.scaleInput(x, sigma)
    const outputs: (readonly [number, Tensor])[] = []
    for (const prompt of prompts) {
      const input = inpaint ? joinChannels(scaled, inpaint(prompt)) : scaled
      outputs.push([1 / prompts.length, await evaluate(sessions, network, input, sampling.timestep(sigma), prompt)])
    }
    return sampling.denoised(x, mix(...outputs), sigma)
  }

  return async (x, sigma) => {
    const cond = await predict(x, sigma, positive)
    if (!guides) return cond
    const uncond = await predict(x, sigma, negative)
    const phi = model.rescaleCfg
    return phi === undefined ? guided(cond, uncond, cfg) : guidedRescaled(x, cond, uncond, { sigma, cfg, phi })
  }
}

/**
 * F(x, t, c). On the CPU one image at a time: two in one run take as long as two runs and would need a second
 * session; so do a prompt and its negative. A GPU takes the whole batch at once.
 */
async function evaluate(sessions: Sessions, network: UnetNetwork, x: Tensor, t: number, prompt: EncodedPrompt) {
  const perRun = sessions.device === 'cpu' ? 1 : x.dims[0]!
  const context = stack(Array<Tensor>(perRun).fill(prompt.embedding))
  const timestep = tensor([perRun], new Float32Array(perRun).fill(t))
  const predictions: Tensor[] = []
  for (let row = 0; row < x.dims[0]!; row += perRun) {
    const part = rows(x, row, row + perRun)
    const feeds = { x: part, timestep, context, ...(network.strength && { strength: network.strength }) }
    const { prediction } = await sessions.run(network.request(part.dims, context.dims), feeds)
    predictions.push(prediction!)
  }
  return stack(predictions)
}
