import type { Formula } from '../../formula.ts'
import { guided, guidedRescaled } from '../../sampling/guidance.ts'
import { mix, type Tensor, zeros } from '../../tensor/tensor.ts'
import type { Conditioning, GuidancePatch, Model } from '../types.ts'
import type { Predictor } from '../unet/predict.ts'
import { apg } from './apg.ts'
import { cfgNorm } from './cfg-norm.ts'
import { cfgZeroStar } from './cfg-zero-star.ts'
import { epsilonScaling } from './epsilon-scaling.ts'
import { fresca } from './fresca.ts'
import { operationOnGuidance } from './latent-operation.ts'
import { mahiro } from './mahiro.ts'
import { perpNeg } from './perp-neg.ts'
import { degraded, isTooSmall, renoised } from './self-attention.ts'
import type { GuidanceStage, Pair, StepAt } from './stage.ts'
import { tcfg } from './tcfg.ts'

export const perturbedAttention: Formula = {
  lines: ['D = D_cfg + scale·(D_c − D̂_c)', 'D̂_c: the same, with V in place of the middle block’s self-attention'],
  source: 'Ahn et al. 2024, arXiv:2403.17377, equation 14',
}

/** What a patch may evaluate again. */
interface GuidanceContext {
  readonly predictor: Predictor
  readonly positive: Conditioning
  readonly negative: Conditioning
}

type Kind = GuidancePatch['kind']
type Of<K extends Kind> = Extract<GuidancePatch, { readonly kind: K }>

/** What each patch does in a run. */
const stages: { readonly [K in Kind]: (patch: Of<K>, context: GuidanceContext) => GuidanceStage } = {
  apg,
  tcfg,
  mahiro,
  fresca,
  'cfg-norm': cfgNorm,
  'cfg-zero-star': cfgZeroStar,
  'epsilon-scaling': epsilonScaling,
  'latent-operation': operationOnGuidance,
  'rescale-cfg': ({ phi }) => ({
    combine: ({ cond, uncond }, { x, sigma, cfg, hasUncond }) =>
      hasUncond ? guidedRescaled(x, cond, uncond, { sigma, cfg, phi }) : cond,
  }),
  'perp-neg': ({ empty, scale }, { predictor }) => ({
    async combine(pair, { x, sigma, cfg }) {
      const [none] = (await predictor.predict(x, sigma, [empty], { negative: true })) as [Tensor]
      return perpNeg({ ...pair, empty: none }, { cfg, scale })
    },
  }),
  'perturbed-attention': ({ scale }, { predictor, positive }) => ({
    async after(denoised, { cond }, { x, sigma }) {
      if (scale === 0) return denoised
      const [perturbed] = (await predictor.predict(x, sigma, [positive], { view: 'perturbed' })) as [Tensor]
      return mix([1, denoised], [scale, cond], [-scale, perturbed])
    },
  }),
  'self-attention': ({ scale, blur }, { predictor, negative }) => ({
    async after(denoised, { uncond }, { x, sigma }) {
      if (isTooSmall(x) || negative.length === 0) return denoised
      const soft = degraded(uncond, await predictor.attention(x, sigma, negative), blur)
      const again = renoised(x, uncond, soft)
      const [undone] = (await predictor.predict(again, sigma, [negative], { negative: true })) as [Tensor]
      return mix([1, denoised], [scale, soft], [-scale, undone])
    },
  }),
}

/** The guidance of one run, with the model's patches. */
export interface Guide {
  /** It reads D_u even at cfg 1. */
  readonly readsUncond: boolean
  /** At cfg 1 the result is D_c. */
  readonly isPlainAtOne: boolean
  before(pair: Pair, at: StepAt): Pair
  combine(pair: Pair, at: StepAt): Promise<Tensor>
  after(denoised: Tensor, pair: Pair, at: StepAt): Promise<Tensor>
}

/** Starts the patches of a model for a run, in the order of their nodes. */
export function guide({ patches = [] }: Pick<Model, 'patches'>, context: GuidanceContext): Guide {
  const own = patches.filter((patch): patch is GuidancePatch => patch.kind in stages)
  const running = own.map(patch =>
    (stages[patch.kind] as (patch: GuidancePatch, c: GuidanceContext) => GuidanceStage)(patch, context),
  )
  const combining = running.findLast(({ combine }) => combine)
  const after: Guide['after'] = async (denoised, pair, at) => {
    let result = denoised
    for (const stage of running) result = (await stage.after?.(result, pair, at)) ?? result
    return result
  }
  return {
    readsUncond: own.some(({ kind }) => kind === 'self-attention'),
    isPlainAtOne: own.every(({ kind }) => kind === 'rescale-cfg'),
    before: (pair, at) => running.reduce((pair, stage) => stage.before?.(pair, at) ?? pair, pair),
    combine: async (pair, at) =>
      after((await combining?.combine?.(pair, at)) ?? guided(pair.cond, pair.uncond, at.cfg), pair, at),
    after,
  }
}

/** A prediction for the positive prompt alone, as ComfyUI's patches see it. */
export const alone = (cond: Tensor): Pair => ({ cond, uncond: zeros(cond.dims) })
