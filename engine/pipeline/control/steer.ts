import { remember } from '../../remember.ts'
import type { Sessions } from '../../runtime/sessions.ts'
import type { ModelSampling } from '../../sampling/model-sampling.ts'
import { rows, stack, type Tensor, tensor, zeros } from '../../tensor/tensor.ts'
import type { ControlNet, ControlUse, EncodedPrompt } from '../types.ts'
import type { UnetNetwork } from '../unet/unet-network.ts'
import { hintFor } from './hint.ts'
import { type ControlNetwork, controlNetwork } from './network.ts'
import { residualDims } from './shape.ts'

/** One image under one prompt. */
export interface SteeredImage {
  /** [1, C, h, w], the latent's four channels first */
  readonly x: Tensor
  /** Its index in the batch: a batch of reference images is distributed over the images. */
  readonly row: number
  readonly prompt: EncodedPrompt
  /** [1, P] */
  readonly pooled: Tensor | undefined
}

export interface Moment {
  readonly sigma: number
  readonly t: number
}

/** What the UNet adds for these images at each place, [n, C, h, w] each. */
export type Residuals = (images: readonly SteeredImage[]) => Promise<ReadonlyMap<string, Tensor>>

/** @param prompts  all prompts of one step */
export type Steer = (prompts: readonly EncodedPrompt[], moment: Moment) => Residuals

/**
 * The ControlNets of one run. A reference image is prepared, and what does not change from step to step is computed, when it is
 * first needed. A ControlNet that is not active at a step is not run; zeros are added instead, so that the UNet's session is
 * the same at every step and for every prompt, for any strengths and ranges.
 */
export function steering(sessions: Sessions, unet: UnetNetwork, sampling: ModelSampling): Steer {
  const networks = remember<ControlNet, ControlNetwork>()
  const prepared = remember<ControlUse, PreparedHint>()
  const networkOf = (control: ControlNet) => networks(control, () => controlNetwork(control, unet))
  const hintOf = (use: ControlUse) =>
    prepared(use, async () => preparedHint(sessions, await networkOf(use.control), use))

  return (prompts, { sigma, t }) => {
    const all = new Set(prompts.flatMap(({ controls = [] }) => controls))
    return async images => {
      const sums = await nothing(await Promise.all([...all].map(({ control }) => networkOf(control))), images)
      for (const use of all) {
        const steered = images.flatMap((image, i) => (image.prompt.controls?.includes(use) ? [{ ...image, i }] : []))
        if (steered.length === 0 || !isActive(use, sampling, sigma)) continue
        const network = await networkOf(use.control)
        const added = await ask(sessions, network, await hintOf(use), steered, t)
        for (const [place, residual] of Object.entries(added))
          for (const [from, { i }] of steered.entries()) addRow(sums.get(place)!, i, residual, from, use.strength)
      }
      return sums
    }
  }

  /** Zeros at every place where a ControlNet adds something. */
  async function nothing(nets: readonly ControlNetwork[], images: readonly SteeredImage[]) {
    const [, , h, w] = images[0]!.x.dims as [number, number, number, number]
    const dims = residualDims(unet.parts.weights.tensors, [images.length, 4, h, w])
    return new Map(nets.flatMap(({ places }) => places.map(place => [place, zeros(dims.get(place)!)] as const)))
  }
}

/** Whether σ is between the noise levels of its range, both included. */
const isActive = ({ range: { start, end } }: ControlUse, sampling: ModelSampling, sigma: number): boolean =>
  sigma <= sampling.percentToSigma(start) && sigma >= sampling.percentToSigma(end)

/** The results for the reference image of one image of the batch, [1, C, h, w] by name. */
type PreparedHint = (row: number, latent: readonly [number, number]) => Promise<Readonly<Record<string, Tensor>>>

function preparedHint(sessions: Sessions, network: ControlNetwork, { picture }: ControlUse): PreparedHint {
  const results = remember<string, Readonly<Record<string, Tensor>>>()
  return (row, latent) => {
    const i = row % picture.dims[0]!
    return results(`${i} ${latent}`, () => {
      const hint = hintFor(rows(picture, i, i + 1), network.hint, latent)
      return sessions.run(network.once(hint.dims), { picture: hint })
    })
  }
}

/** @returns what one ControlNet adds for its images, by place, [n, C, h, w] each */
async function ask(
  sessions: Sessions,
  network: ControlNetwork,
  hintOf: PreparedHint,
  images: readonly SteeredImage[],
  t: number,
): Promise<Readonly<Record<string, Tensor>>> {
  const n = images.length
  const [, , h, w] = images[0]!.x.dims as [number, number, number, number]
  const once = await Promise.all(images.map(({ row }) => hintOf(row, [h, w])))
  const stacked = (name: string) => stack(once.map(of => of[name]!))
  const { step } = network
  if (!step) return Object.fromEntries(network.places.map(place => [place, stacked(place)]))
  const x = stack(images.map(image => latentOf(image.x)))
  const context = stack(images.map(({ prompt }) => prompt.embedding))
  const feeds = {
    x,
    timestep: tensor([n], new Float32Array(n).fill(t)),
    context,
    hint: stacked('hint'),
    ...(step.pooledWidth !== undefined && { pooled: stack(images.flatMap(({ pooled }) => pooled ?? [])) }),
    ...(step.strength && { strength: step.strength }),
    ...(step.kind && { kind: step.kind }),
  }
  return sessions.run(step.request(x.dims, context.dims), feeds)
}

/** The four latent channels: an inpainting UNet's x has more, which ControlNets do not read. */
function latentOf({ dims: [n = 1, , h = 0, w = 0], data }: Tensor): Tensor {
  return { dims: [n, 4, h, w], data: data.subarray(0, 4 * h * w) }
}

/** sum[i] += strength · x[from] */
function addRow(sum: Tensor, i: number, x: Tensor, from: number, strength: number): void {
  const [to, one] = [rows(sum, i, i + 1).data, rows(x, from, from + 1).data]
  for (let p = 0; p < to.length; p++) to[p]! += strength * one[p]!
}
