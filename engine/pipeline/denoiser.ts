import type { Sessions } from '../runtime/sessions.ts'
import { guided, guidedRescaled } from '../sampling/guidance.ts'
import { modelSampling } from '../sampling/model-sampling.ts'
import type { Denoiser } from '../sampling/sampler.ts'
import type { Tensor } from '../tensor/tensor.ts'
import type { InpaintChannels } from './inpaint.ts'
import { predictor } from './predict.ts'
import type { Conditioning, Model } from './types.ts'
import type { UnetNetwork } from './unet-network.ts'

export interface Prompts {
  readonly positive: Conditioning
  readonly negative: Conditioning
  /** w in D_u + w·(D_c − D_u); at 1 the negative prompt is not evaluated at all. */
  readonly cfg: number
}

/**
 * Makes D(x; σ) of a model: parameterisation inside (predict.ts), guidance outside. A network that was distilled from
 * guidance has the scale as an input, and is not asked for the negative prompt.
 *
 *   D = D_u + w·(D_c − D_u)                    Ho & Salimans 2022, arXiv:2207.12598
 */
export function denoiser(
  sessions: Sessions,
  network: UnetNetwork,
  model: Model,
  { positive, negative, cfg }: Prompts,
  inpaint?: InpaintChannels,
): Denoiser {
  const sampling = modelSampling(model.sampling)
  const predict = predictor({ sessions, network, sampling, cfg, ...(inpaint && { inpaint }) })
  const phi = model.rescaleCfg
  const both: Denoiser['guided'] = async (x, sigma) => {
    const [cond, uncond] = (await predict(x, sigma, [positive, negative])) as [Tensor, Tensor]
    const denoised =
      phi === undefined ? guided(cond, uncond, cfg) : guidedRescaled(x, cond, uncond, { sigma, cfg, phi })
    return { denoised, uncond }
  }
  const guides = network.guidanceWidth === undefined && Math.abs(cfg - 1) > 1e-9 && negative.length > 0
  return {
    guided: both,
    denoise: async (x, sigma) => (guides ? (await both(x, sigma)).denoised : (await predict(x, sigma, [positive]))[0]!),
  }
}
