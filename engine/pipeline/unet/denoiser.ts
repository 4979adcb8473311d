import { RangeInputError } from '../../errors.ts'
import type { Sessions } from '../../runtime/sessions.ts'
import { guided } from '../../sampling/guidance.ts'
import { modelSampling } from '../../sampling/model-sampling.ts'
import type { Denoiser, Guided } from '../../sampling/sampler.ts'
import { mix, type Tensor } from '../../tensor/tensor.ts'
import { alone, type Guide, guide } from '../guidance/guide.ts'
import { perpNeg } from '../guidance/perp-neg.ts'
import type { Conditioning } from '../types.ts'
import type { CfgGuider, DualCfgGuider, Guider, PerpNegGuider } from './guider.ts'
import { type PredictOptions, type Predictor, predictor } from './predict.ts'
import type { UnetNetwork } from './unet-network.ts'

/**
 * Makes D(x; σ) for a guider: predict.ts applies the parameterisation, guidance/ the model's patches, this file the rest of the
 * guidance. A network distilled from guidance reads the scale as an input and is not evaluated for the negative prompt.
 */
export function denoiser(
  sessions: Sessions,
  network: UnetNetwork,
  guider: Guider,
  own: Pick<PredictOptions, 'inpaint' | 'random' | 'stepsAt' | 'strengthsFor' | 'onShares'> = {},
): Denoiser {
  const { model } = guider
  const sampling = modelSampling(model.sampling)
  const made = predictor({
    sessions,
    model,
    network,
    sampling,
    cfg: scaleOf(guider),
    ...own,
  })
  const run: Run = {
    predictor: made,
    guideFor: (positive, negative) => guide(model, { predictor: made, positive, negative }),
  }
  if (guider.kind === 'basic') return basic(run, guider.positive)
  if (guider.kind === 'dual') return dual(run, guider)
  if (guider.kind === 'perp-neg') return threeWay(run, guider)
  const both = classifierFree(run, guider)
  return network.guidanceWidth === undefined ? both : { ...both, denoise: basic(run, guider.positive).denoise }
}

const scaleOf = (guider: Guider): number =>
  guider.kind === 'basic' ? 1 : guider.kind === 'dual' ? guider.cfgFirst : guider.cfg

/** The network of one run, and its guidance between two prompts. */
interface Run {
  readonly predictor: Predictor
  guideFor(positive: Conditioning, negative: Conditioning): Guide
}

const isOne = (w: number): boolean => Math.abs(w - 1) <= 1e-9

function basic(run: Run, positive: Conditioning): Denoiser {
  return {
    denoise: withoutNegative(run, positive, [], 1),
    guided: async () => {
      throw new RangeInputError(
        'The samplers of CFG++ need a negative prompt, which BasicGuider does not have: use CFGGuider, or a sampler without cfg_pp.',
      )
    },
  }
}

/** D_c, changed by the patches that act at cfg 1. */
function withoutNegative(
  { predictor: { predict }, guideFor }: Run,
  positive: Conditioning,
  negative: Conditioning,
  cfg: number,
): Denoiser['denoise'] {
  const patches = guideFor(positive, negative)
  return async (x, sigma) => {
    const [cond] = (await predict(x, sigma, [positive])) as [Tensor]
    if (patches.isPlainAtOne) return cond
    const at = { x, sigma, cfg, hasUncond: false }
    return patches.combine(patches.before(alone(cond), at), at)
  }
}

type WithNegative = Pick<CfgGuider, 'positive' | 'negative' | 'cfg'>

function classifierFree(run: Run, { positive, negative, cfg }: WithNegative): Denoiser {
  const patches = run.guideFor(positive, negative)
  const both = async (x: Tensor, sigma: number): Promise<Guided> => {
    const [cond, uncond] = (await run.predictor.predict(x, sigma, [positive, negative])) as [Tensor, Tensor]
    const at = { x, sigma, cfg, hasUncond: true }
    const pair = patches.before({ cond, uncond }, at)
    return { denoised: await patches.combine(pair, at), uncond: pair.uncond }
  }
  if ((isOne(cfg) && !patches.readsUncond) || negative.length === 0)
    return { denoise: withoutNegative(run, positive, negative, cfg), guided: both }
  return { denoise: async (x, sigma) => (await both(x, sigma)).denoised, guided: both }
}

/** As in ComfyUI, patches act on the guidance over the negative prompt (regular) or over the second one (nested). */
function dual(run: Run, guider: DualCfgGuider): Denoiser {
  const { style, first, second, negative, cfgFirst, cfgSecond } = guider
  const patches = style === 'nested' ? run.guideFor(first, second) : run.guideFor(second, negative)
  const all = async (x: Tensor, sigma: number): Promise<Guided> => {
    const predictions = await run.predictor.predict(x, sigma, [first, second, negative])
    const [one, two, none] = predictions as [Tensor, Tensor, Tensor]
    if (style === 'nested') {
      const at = { x, sigma, cfg: cfgFirst, hasUncond: true }
      const inner = await patches.combine({ cond: one, uncond: two }, at)
      return { denoised: guided(inner, none, cfgSecond), uncond: two }
    }
    const at = { x, sigma, cfg: cfgSecond, hasUncond: true }
    const outer = await patches.combine({ cond: two, uncond: none }, at)
    return { denoised: mix([1, outer], [cfgFirst, one], [-cfgFirst, two]), uncond: none }
  }
  if (!isOne(cfgSecond) || !patches.isPlainAtOne)
    return { denoise: async (x, sigma) => (await all(x, sigma)).denoised, guided: all }
  const overSecond = { positive: first, negative: second, cfg: cfgFirst }
  const plain = style === 'nested' ? run : { ...run, guideFor: unpatched(run) }
  return { denoise: classifierFree(plain, overSecond).denoise, guided: all }
}

const unpatched =
  ({ predictor }: Run): Run['guideFor'] =>
  (positive, negative) =>
    guide({}, { predictor, positive, negative })

/** Perp-Neg over an empty prompt. Patches see the negative prompt as D_u. */
function threeWay(run: Run, { positive, negative, empty, cfg, negScale }: PerpNegGuider): Denoiser {
  const patches = run.guideFor(positive, negative)
  const all = async (x: Tensor, sigma: number): Promise<Guided> => {
    const predictions = await run.predictor.predict(x, sigma, [positive, negative, empty])
    const [cond, uncond, none] = predictions as [Tensor, Tensor, Tensor]
    const at = { x, sigma, cfg, hasUncond: true }
    const pair = patches.before({ cond, uncond }, at)
    const denoised = perpNeg({ ...pair, empty: none }, { cfg, scale: negScale })
    return { denoised: await patches.after(denoised, pair, at), uncond: pair.uncond }
  }
  return { denoise: async (x, sigma) => (await all(x, sigma)).denoised, guided: all }
}
