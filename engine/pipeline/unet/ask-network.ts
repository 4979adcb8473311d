import { MemoryError } from '../../errors.ts'
import { remember } from '../../remember.ts'
import type { Device } from '../../runtime/device.ts'
import type { Sessions } from '../../runtime/sessions.ts'
import { mix, rows, sameDims, stack, type Tensor, tensor } from '../../tensor/tensor.ts'
import type { Moment, Residuals, Steer } from '../control/steer.ts'
import type { ActivePatch } from '../patches/active-patch.ts'
import { groundedPatch } from '../patches/gligen.ts'
import type { PatchesAt } from '../patches/unet-patches.ts'
import type { PlacedPrompt } from './prompt-place.ts'
import type { StrengthsFor } from './strengths.ts'
import type { UnetNetwork, UnetView } from './unet-network.ts'

/** The network's input for one prompt: all images of the batch, cropped to the prompt's area. */
export interface Question {
  /** [N, C, h, w] */
  readonly x: Tensor
  readonly placed: PlacedPrompt
  /** [1, P] */
  readonly pooled: Tensor | undefined
  /** It is what guidance compares the picture with. */
  readonly isNegative: boolean
}

/** One evaluation of the network: one image under one prompt. */
interface ImageUnderPrompt {
  /** [1, C, h, w] */
  readonly x: Tensor
  /** Its index in the batch. */
  readonly row: number
  readonly question: Question
  /** Of the LoRAs, [1, L] */
  readonly strength: Tensor | undefined
}

/** What all images of a step share. */
export interface Step extends Moment {
  /** [1, G] */
  readonly guidance?: Tensor
  readonly steer: Steer
  readonly view: UnetView
}

/** What the network is evaluated with, and who is told of its experts. */
interface AskOptions {
  readonly patchesAt: PatchesAt
  readonly strengthsFor: StrengthsFor
  readonly onShares?: OnShares | undefined
}

/** Called with the share of each expert in each layer at a noise level, [layers, experts]: the mean over tokens and images. */
export type OnShares = (sigma: number, shares: Tensor) => void

/** F(x, t, c) for every question: one [N, 4, h, w] each, in order. */
export type Ask = (questions: readonly Question[], step: Step) => Promise<Tensor[]>

/**
 * Makes F of a network. Images of the same size and prompt length are evaluated in one run: two images on the CPU, which is
 * faster than two runs and needs little memory (docs/decisions/two-images-a-run.md), all images on a GPU. After a lack of
 * memory every run has one image. In a mixture of experts the images of a run choose together, so that there a run has one
 * image under all its prompts, as in segmoe.
 */
export function asker(
  sessions: Sessions,
  network: UnetNetwork,
  { patchesAt, strengthsFor, onShares }: AskOptions,
): Ask {
  let most = Number.POSITIVE_INFINITY
  return async (questions, step) => {
    const strengths: (Tensor | undefined)[] = []
    for (const { placed } of questions) strengths.push(await strengthsFor(placed.prompt, step.sigma))
    const asked = questions.flatMap((question, i) => imagesOf(question, strengths[i]))
    const images = network.experts ? asked.toSorted((a, b) => a.row - b.row) : asked
    const residuals = step.steer(
      questions.map(({ placed }) => placed.prompt),
      step,
    )
    const patches = remember<string, readonly ActivePatch[]>()
    const patchesFor = ({ dims }: Tensor) => patches(dims.slice(2).join(), async () => patchesAt(step.sigma, dims))
    const perRun = network.experts ? questions.length : perRunOf(sessions.device, images.length)
    const outputs = new Map<ImageUnderPrompt, Tensor>()
    const shares: Tensor[] = []
    while (outputs.size < images.length) {
      const run = together(images.slice(outputs.size, outputs.size + Math.min(perRun, most)))
      try {
        const results = await evaluate(sessions, network, run, {
          ...step,
          residuals,
          patches: await patchesFor(run[0]!.x),
        })
        for (const [i, image] of run.entries()) outputs.set(image, rows(results.prediction!, i, i + 1))
        if (results.shares) shares.push(results.shares)
      } catch (error) {
        if (!(error instanceof MemoryError) || run.length === 1 || network.experts) throw error
        most = 1
      }
    }
    if (shares.length > 0) onShares?.(step.sigma, mix(...shares.map(each => [1 / shares.length, each] as const)))
    return questions.map(question =>
      stack(asked.filter(image => image.question === question).map(image => outputs.get(image)!)),
    )
  }
}

const perRunOf = (device: Device, images: number): number => (device !== 'cpu' ? images : images % 2 === 0 ? 2 : 1)

const imagesOf = (question: Question, strength: Tensor | undefined): ImageUnderPrompt[] =>
  Array.from({ length: question.x.dims[0]! }, (_, row) => ({
    x: rows(question.x, row, row + 1),
    row,
    question,
    strength,
  }))

/** All images, if one run can evaluate them; else only the first. */
function together(images: readonly ImageUnderPrompt[]): readonly ImageUnderPrompt[] {
  const [first] = images as [ImageUnderPrompt, ...ImageUnderPrompt[]]
  const alike = ({ x, question: { placed }, strength }: ImageUnderPrompt) =>
    sameDims(x, first.x) &&
    strength?.data.join() === first.strength?.data.join() &&
    placed.prompt.grounded === first.question.placed.prompt.grounded &&
    sameDims(placed.prompt.embedding, first.question.placed.prompt.embedding)
  return images.every(alike) ? images : [first]
}

async function evaluate(
  sessions: Sessions,
  network: UnetNetwork,
  run: readonly ImageUnderPrompt[],
  {
    t,
    guidance,
    residuals,
    view,
    patches: ofStep,
  }: Omit<Step, 'steer'> & {
    readonly residuals: Residuals
    readonly patches: readonly ActivePatch[]
  },
): Promise<Readonly<Record<string, Tensor>>> {
  const n = run.length
  const x = stack(run.map(image => image.x))
  const context = stack(run.map(({ question }) => question.placed.prompt.embedding))
  const pooled = run.flatMap(({ question }) => question.pooled ?? [])
  const [{ question: first, strength }] = run as readonly [ImageUnderPrompt]
  const { grounded } = first.placed.prompt
  const patches = grounded ? [...ofStep, groundedPatch(grounded, x.dims)] : ofStep
  const steered = run.map(({ x, row, question: { placed, pooled } }) => ({ x, row, prompt: placed.prompt, pooled }))
  const added = [...(await residuals(steered))]
  const images = run.map(({ row, question: { isNegative } }) => ({ row, isNegative }))
  const feeds = {
    x,
    timestep: tensor([n], new Float32Array(n).fill(t)),
    context,
    ...(pooled.length > 0 && { pooled: stack(pooled) }),
    ...(guidance && { guidance: stack(Array<Tensor>(n).fill(guidance)) }),
    ...(network.experts && { experts: tensor([1], Float32Array.of(network.experts.count)) }),
    ...(strength && { strength }),
    ...Object.assign({}, ...patches.flatMap(({ feeds, imageFeeds }) => [feeds, imageFeeds?.(images)])),
    ...Object.fromEntries(added.map(([place, residual]) => [`control.${place}`, residual])),
  }
  const shapes = added.map(([place, { dims }]) => [place, dims] as const)
  return sessions.run(network.request(x.dims, context.dims, shapes, { view, patches }), feeds)
}
