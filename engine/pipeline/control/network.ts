import { controlForm } from '../../checkpoint/keys/control-keys.ts'
import { strengthFeed } from '../../lora/stack.ts'
import { adapterForm } from '../../networks/t2i-adapter.ts'
import { openFile } from '../../recognise/open-file.ts'
import type { SessionRequest } from '../../runtime/sessions.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { ControlNet } from '../types.ts'
import type { UnetNetwork } from '../unet/unet-network.ts'
import { checkFits } from './fits.ts'
import { adapterGraph, hintGraph, stepGraph } from './graphs.ts'
import type { HintForm } from './hint.ts'
import { channelsByPlace, firstChannels, pooledWidthOf } from './shape.ts'
import { kindFeed, kindsOf } from './union.ts'
import { type ControlWeights, controlWeights } from './weights.ts'

/** A control net matched to a UNet, ready to be compiled for any size. */
export interface ControlNetwork {
  readonly hint: HintForm
  /** Where in the UNet it adds something: networks/unet.ts. */
  readonly places: readonly string[]
  /** Computed once from the hint, [1, C, H, W]: `hint` for the steps; of a T2I-Adapter what is added, by place. */
  once(hint: readonly number[]): SessionRequest
  /** Computed at each step: what is added, by place. */
  readonly step?: ControlStep
}

export interface ControlStep {
  /** How wide the pooled text and sizes are that it takes; SDXL's only. */
  readonly pooledWidth?: number
  /** The `strength` input, [1, L], where low-rank changes run beside its weights. */
  readonly strength?: Tensor
  /** The `kind` input of a union: union.ts. */
  readonly kind?: Tensor
  /** @param x [N, 4, h, w]; @param context [N, L, D] */
  request(x: readonly number[], context: readonly number[]): SessionRequest
}

/** @throws CheckpointError when the net was made for another model */
export async function controlNetwork(control: ControlNet, unet: UnetNetwork): Promise<ControlNetwork> {
  await checkFits(control, unet)
  const form = controlForm((await openFile(control.file)).header.tensors)
  const weights = await controlWeights(control, unet.parts)
  const places = [...channelsByPlace(form, weights.file.tensors).keys()]
  const ends = form === 'adapter' ? adapterEnds(control, weights) : controlnetEnds(control, weights)
  return { places, ...ends }
}

type Ends = Omit<ControlNetwork, 'places'>

function adapterEnds({ file: { path } }: ControlNet, weights: ControlWeights): Ends {
  const channels = firstChannels(weights.file.tensors)
  const { unshuffle } = adapterForm(channels)
  return {
    hint: { channels: channels / unshuffle ** 2, multiple: unshuffle },
    once: hint => ({
      key: JSON.stringify(['adapter', weights.key, hint]),
      label: `T2I-Adapter ${hint[3]}×${hint[2]}`,
      root: path,
      brief: true,
      build: dialect => adapterGraph(weights, hint, dialect),
    }),
  }
}

function controlnetEnds(control: ControlNet, weights: ControlWeights): Ends {
  const { file, pictureKind } = control
  return {
    hint: { channels: firstChannels(weights.file.tensors), multiple: 8 },
    once: hint => ({
      key: JSON.stringify(['hint', weights.key, pictureKind, hint]),
      label: `ControlNet's picture ${hint[3]}×${hint[2]}`,
      root: file.path,
      brief: true,
      build: dialect => hintGraph(weights, hint, pictureKind, dialect),
    }),
    step: controlStep(control, weights),
  }
}

/** Nets that take colours from a picture and not their places are told by their name, as in ComfyUI. */
const LEVELED = /_shuffle(_fp16)?\.[^.]+$/

function controlStep({ file, pictureKind }: ControlNet, weights: ControlWeights): ControlStep {
  const kinds = kindsOf(weights.file.tensors)
  const leveled = LEVELED.test(file.name)
  const pooledWidth = pooledWidthOf(weights.file.tensors)
  return {
    ...(pooledWidth !== undefined && { pooledWidth }),
    ...strengthFeed(weights.loras),
    ...(kinds > 0 && { kind: kindFeed(pictureKind, kinds) }),
    request: (x, context) => ({
      key: JSON.stringify(['control', weights.key, leveled, x, context]),
      label: `ControlNet ${x[3]! * 8}×${x[2]! * 8}`,
      root: file.path,
      build: dialect => stepGraph(weights, { x, context, pooledWidth, kinds, leveled, dialect }),
    }),
  }
}
