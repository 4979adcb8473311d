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

/** A ControlNet or T2I-Adapter for a UNet; it can be compiled for any size. */
export interface ControlNetwork {
  readonly hint: HintForm
  /** The places in the UNet where it adds something: networks/unet.ts. */
  readonly places: readonly string[]
  /** Computed once from the hint, [1, C, H, W]: `hint` for the steps; for a T2I-Adapter what is added, by place. */
  once(hint: readonly number[]): SessionRequest
  /** Computed at each step: what is added, by place. */
  readonly step?: ControlStep
}

export interface ControlStep {
  /** The width of pooled text and sizes together; only for SDXL. */
  readonly pooledWidth?: number
  /** The `strength` input, [1, L], where low-rank changes run beside its weights. */
  readonly strength?: Tensor
  /** The `kind` input of a union: union.ts. */
  readonly kind?: Tensor
  /** @param x [N, 4, h, w]; @param context [N, L, D] */
  request(x: readonly number[], context: readonly number[]): SessionRequest
}

/** @throws CheckpointError when it was made for another model */
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
      label: `ControlNet image ${hint[3]}×${hint[2]}`,
      root: file.path,
      brief: true,
      build: dialect => hintGraph(weights, hint, pictureKind, dialect),
    }),
    step: controlStep(control, weights),
  }
}

/** ControlNets that take only the colours from an image are recognised by name, as in ComfyUI. */
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
