import { RangeInputError } from '../../errors.ts'
import type { Sessions } from '../../runtime/sessions.ts'
import { guided, guidedRescaled } from '../../sampling/guidance.ts'
import { modelSampling } from '../../sampling/model-sampling.ts'
import type { Denoiser, Guided } from '../../sampling/sampler.ts'
import { mix, type Tensor } from '../../tensor/tensor.ts'
import type { BasicGuider, CfgGuider, DualCfgGuider, Guider } from './guider.ts'
import type { InpaintChannels } from './inpaint.ts'
import { type Predict, predictor } from './predict.ts'
import type { UnetNetwork } from './unet-network.ts'

/**
 * Makes D(x; σ) for a guider: predict.ts applies the parameterisation, this file the guidance. A network distilled from
 * guidance reads the scale as an input and is not evaluated for the negative prompt.
 */
export function denoiser(
  sessions: Sessions,
  network: UnetNetwork,
  guider: Guider,
  inpaint?: InpaintChannels,
): Denoiser {
  const { model } = guider
  const sampling = modelSampling(model.sampling)
  const predict = predictor({ sessions, model, network, sampling, cfg: scaleOf(guider), ...(inpaint && { inpaint }) })
  if (guider.kind === 'basic') return basic(predict, guider)
  const combine = combiner(model.rescaleCfg)
  if (guider.kind === 'dual') return dual(predict, combine, guider)
  const both = classifierFree(predict, combine, guider)
  return network.guidanceWidth === undefined ? both : { ...both, denoise: basic(predict, guider).denoise }
}

const scaleOf = (guider: Guider): number =>
  guider.kind === 'basic' ? 1 : guider.kind === 'cfg' ? guider.cfg : guider.cfgFirst

type Combine = (cond: Tensor, uncond: Tensor, at: { x: Tensor; sigma: number; cfg: number }) => Tensor

/** Guidance with scale w over D_u, rescaled where the model sets φ. */
const combiner =
  (phi?: number): Combine =>
  (cond, uncond, { x, sigma, cfg }) =>
    phi === undefined ? guided(cond, uncond, cfg) : guidedRescaled(x, cond, uncond, { sigma, cfg, phi })

const isOne = (w: number): boolean => Math.abs(w - 1) <= 1e-9

function basic(predict: Predict, { positive }: Pick<BasicGuider, 'positive'>): Denoiser {
  return {
    denoise: async (x, sigma) => (await predict(x, sigma, [positive]))[0]!,
    guided: async () => {
      throw new RangeInputError(
        'The samplers of CFG++ need a negative prompt, which BasicGuider does not have: use CFGGuider, or a sampler without cfg_pp.',
      )
    },
  }
}

type WithNegative = Pick<CfgGuider, 'positive' | 'negative' | 'cfg'>

function classifierFree(predict: Predict, combine: Combine, { positive, negative, cfg }: WithNegative): Denoiser {
  const both = async (x: Tensor, sigma: number): Promise<Guided> => {
    const [cond, uncond] = (await predict(x, sigma, [positive, negative])) as [Tensor, Tensor]
    return { denoised: combine(cond, uncond, { x, sigma, cfg }), uncond }
  }
  if (isOne(cfg) || negative.length === 0) return { denoise: basic(predict, { positive }).denoise, guided: both }
  return { denoise: async (x, sigma) => (await both(x, sigma)).denoised, guided: both }
}

/** As in ComfyUI, RescaleCFG acts on the guidance over the negative prompt (regular) or over the second one (nested). */
function dual(predict: Predict, combine: Combine, guider: DualCfgGuider): Denoiser {
  const { style, first, second, negative, cfgFirst, cfgSecond } = guider
  const all = async (x: Tensor, sigma: number): Promise<Guided> => {
    const predictions = await predict(x, sigma, [first, second, negative])
    const [one, two, none] = predictions as [Tensor, Tensor, Tensor]
    if (style === 'nested') {
      const inner = combine(one, two, { x, sigma, cfg: cfgFirst })
      return { denoised: guided(inner, none, cfgSecond), uncond: two }
    }
    const outer = combine(two, none, { x, sigma, cfg: cfgSecond })
    return { denoised: mix([1, outer], [cfgFirst, one], [-cfgFirst, two]), uncond: none }
  }
  if (!isOne(cfgSecond)) return { denoise: async (x, sigma) => (await all(x, sigma)).denoised, guided: all }
  const overSecond = { positive: first, negative: second, cfg: cfgFirst }
  const { denoise } = classifierFree(predict, style === 'nested' ? combine : combiner(), overSecond)
  return { denoise, guided: all }
}
