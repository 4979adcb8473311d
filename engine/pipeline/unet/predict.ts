import type { FileRef } from '../../checkpoint/files/file-ref.ts'
import type { Sessions } from '../../runtime/sessions.ts'
import type { ModelSampling } from '../../sampling/model-sampling.ts'
import { cut } from '../../tensor/cut.ts'
import type { Generator } from '../../tensor/random/random.ts'
import { joinChannels, type Tensor, zeros } from '../../tensor/tensor.ts'
import { isDuring } from '../../text/prompt-editing.ts'
import { steering } from '../control/steer.ts'
import { refuseNotFinite } from '../not-finite.ts'
import { type PatchesAt, patchTitles, unetPatches } from '../patches/unet-patches.ts'
import type { Conditioning, EncodedPrompt, Model } from '../types.ts'
import { asker, type OnShares } from './ask-network.ts'
import { blend } from './blend.ts'
import type { InpaintChannels } from './inpaint.ts'
import { withControlsOf, withCounterparts, withGroundingOf } from './prompt-pairs.ts'
import { type PlacedPrompt, placePrompt, withDefaults } from './prompt-place.ts'
import { guidanceEmbedding, sizeConditioning } from './size-conditioning.ts'
import type { StepsAt } from './steps-done.ts'
import type { StrengthsFor } from './strengths.ts'
import type { UnetNetwork, UnetView } from './unet-network.ts'

/** One prediction for each list of prompts. The first list is what to draw, the others are what guidance compares it with. */
export type Predict = (x: Tensor, sigma: number, lists: readonly Conditioning[], how?: How) => Promise<Tensor[]>

export interface How {
  /** The network as a guidance patch evaluates it. */
  readonly view?: UnetView
  /** The first list too is one to compare with. */
  readonly negative?: boolean
}

export interface Predictor {
  readonly predict: Predict
  /**
   * What the layers read that experts may replace, under the first of these prompts: the means over their tokens, [N, Σ C], in
   * the order of the network.
   */
  inputs(x: Tensor, sigma: number, prompts: Conditioning): Promise<Tensor>
  /** How much the middle block attends to each pixel under the first of these prompts: the sum over all queries, [N, 1, h′, w′]. */
  attention(x: Tensor, sigma: number, prompts: Conditioning): Promise<Tensor>
}

export interface PredictOptions {
  readonly sessions: Sessions
  readonly model: Model
  /** The model's own. */
  readonly network: UnetNetwork
  readonly sampling: ModelSampling
  /** The extra channels of an inpainting UNet. */
  readonly inpaint?: InpaintChannels
  /** What patches draw from. */
  readonly random?: () => Generator
  /** How many steps are done at a noise level; absent: none, of one. */
  readonly stepsAt?: StepsAt
  /** Absent: the network's own, for every prompt. */
  readonly strengthsFor?: StrengthsFor
  readonly onShares?: OnShares | undefined
  /** The guidance scale, for networks distilled from guidance, which read it as an input. */
  readonly cfg: number
}

/** Makes D(x; σ | prompts): places the prompts, evaluates the network for all of them at once, blends the results. */
export function predictor(options: PredictOptions): Predictor {
  const { sampling, model, network, cfg, sessions } = options
  const { strengthsFor = async () => network.strength, stepsAt = () => ({ done: 0, of: 1 }) } = options
  const place = placer(sampling)
  const steer = steering(sessions, network, sampling)
  const ask = asker(sessions, network, {
    patchesAt: patchesOf(options),
    strengthsFor,
    onShares: options.onShares,
  })

  const questionsFor = questioner(options)
  const guidance = network.guidanceWidth ? guidanceEmbedding(cfg, network.guidanceWidth) : undefined
  const stepAt = (sigma: number, view: UnetView) => ({
    t: sampling.networkTimestep(sigma),
    sigma,
    steer,
    view,
    ...(guidance && { guidance }),
  })
  const activePrompts = (lists: readonly Conditioning[], x: Tensor, sigma: number) => {
    const steps = stepsAt(sigma)
    const isActive = ({ sigmas: { from, to }, prompt: { during } }: PlacedPrompt) =>
      sigma <= from && sigma >= to && (!during || isDuring(during, steps))
    return place(lists, x.dims).map(list => withDefaults(list.filter(isActive), x.dims))
  }

  const underFirst = async (x: Tensor, sigma: number, prompts: Conditioning, { view, isNegative }: OneView) => {
    const first = activePrompts([prompts], x, sigma).map(list => list.slice(0, 1))
    const [result] = await ask(questionsFor(x, sigma, first, isNegative), stepAt(sigma, view))
    return result!
  }

  return {
    async predict(x, sigma, lists, { view = 'plain', negative = false } = {}) {
      const placed = activePrompts(lists, x, sigma)
      const questions = questionsFor(x, sigma, placed, negative)
      const answers = await ask(questions, stepAt(sigma, view))
      const denoised = answers.map((answer, i) => {
        const { placed, x: asked } = questions[i]!
        const { area, prompt } = placed
        refuseNotFinite(answer, { what: 'the UNet', files: filesOf(model, prompt), patches: patchNames(model), asked })
        return { placed, denoised: sampling.denoised(area ? cut(x, 2, area) : x, answer, sigma) }
      })
      let at = 0
      return placed.map(list => blend(denoised.slice(at, (at += list.length)), x.dims))
    },
    inputs: (x, sigma, prompts) => underFirst(x, sigma, prompts, { view: 'inputs', isNegative: false }),
    attention: (x, sigma, prompts) => underFirst(x, sigma, prompts, { view: 'attention', isNegative: true }),
  }
}

const patchesOf = ({ model, sampling, network, random }: PredictOptions): PatchesAt =>
  unetPatches(model.patches ?? [], sampling, random && { ...network.parts, random })

interface OneView {
  readonly view: UnetView
  readonly isNegative: boolean
}

/** What to ask the network for prompts at their places. */
function questioner({ sampling, network, inpaint }: PredictOptions) {
  return (x: Tensor, sigma: number, placed: readonly (readonly PlacedPrompt[])[], negative: boolean) => {
    const scaled = sampling.scaleInput(x, sigma)
    return placed.flatMap((list, l) =>
      list.map(one => {
        const whole = inpaint ? joinChannels(scaled, inpaint(one.prompt)) : scaled
        return {
          x: one.area ? cut(whole, 2, one.area) : whole,
          placed: one,
          pooled: pooledFor(network, one, x.dims, negative || l > 0),
          isNegative: negative || l > 0,
        }
      }),
    )
  }
}

/** Places each list of prompts, once for each size of picture. */
function placer(sampling: ModelSampling) {
  const known = new Map<Conditioning, { readonly dims: string; readonly placed: readonly PlacedPrompt[] }>()
  const one = (list: Conditioning, dims: readonly number[]): readonly PlacedPrompt[] => {
    let found = known.get(list)
    if (found?.dims !== dims.join()) {
      found = { dims: dims.join(), placed: list.map(prompt => placePrompt(prompt, dims, sampling)) }
      known.set(list, found)
    }
    return found.placed
  }
  return (lists: readonly Conditioning[], dims: readonly number[]): (readonly PlacedPrompt[])[] => {
    const placed = lists.map(list => one(list, dims))
    const paired = placed.map((list, i) => withCounterparts(list, placed.filter((_, other) => other !== i).flat()))
    return paired.map((list, i) => (i > 0 ? withGroundingOf(withControlsOf(list, paired[0]!), paired[0]!) : list))
  }
}

const filesOf = ({ file, loras }: Model, { controls = [], hooks = [] }: EncodedPrompt): FileRef[] => [
  file,
  ...[...loras, ...hooks].map(({ file }) => file),
  ...controls.map(({ control }) => control.file),
]

const patchNames = ({ patches = [] }: Model): string[] =>
  patches.flatMap(({ kind }) => (kind in patchTitles ? patchTitles[kind as keyof typeof patchTitles] : []))

function pooledFor(network: UnetNetwork, { prompt }: PlacedPrompt, latent: readonly number[], isNegative: boolean) {
  const { pooledWidth, pictures } = network
  if (pooledWidth === undefined) return undefined
  const isUnclip = pictures !== undefined && pooledWidth === 2 * pictures.width
  if (isUnclip) return prompt.pooled ?? zeros([1, pooledWidth])
  return sizeConditioning(prompt, pooledWidth, latent, isNegative)
}
