import type { Family, LatentNumbers } from '../../checkpoint/family.ts'
import type { FileRef } from '../../checkpoint/files/file-ref.ts'
import { mixtureLayers } from '../../checkpoint/keys/mixture-keys.ts'
import type { LatentRgb } from '../../image/files/previews.ts'
import { changedBy, type LoraStack, strengthFeed } from '../../lora/stack.ts'
import type { LoraUse } from '../../lora/use.ts'
import { type Heads, unet } from '../../networks/unet.ts'
import { Graph, type GraphOptions } from '../../onnx/graph.ts'
import { Value } from '../../onnx/value.ts'
import { type WeightFile, Weights } from '../../onnx/weights.ts'
import { openFile } from '../../recognise/open-file.ts'
import type { SessionRequest } from '../../runtime/sessions.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import { unetHeads } from '../head-count.ts'
import { layerInputs } from '../mixture/layer-inputs.ts'
import { unetParts } from '../mixture/unet-parts.ts'
import { type ActivePatch, joined } from '../patches/active-patch.ts'
import { middleAttention, perturbed } from '../patches/middle-attention.ts'
import type { Experts, Model } from '../types.ts'
import { latentRgb } from '../vae/latent-rgb.ts'
import type { PictureReader } from './picture-prompt.ts'

/** What a UNet is made of: control nets may be made of the same. */
export interface UnetParts {
  readonly file: FileRef
  readonly weights: WeightFile
  readonly heads: Heads
  readonly loras: LoraStack
}

/** The shape of a residual, and the place where it is added: networks/unet.ts. */
export type ResidualShape = readonly [place: string, dims: readonly number[]]

/** A UNet that can be compiled for any size. */
export interface UnetNetwork {
  readonly parts: UnetParts
  /** Those of the latent; 9 for an inpainting model, 8 for an editing one. */
  readonly inChannels: number
  /** How it reads latents. */
  readonly latents: LatentNumbers
  /** D of the prompts it reads; null where it reads none. */
  readonly contextWidth: number | null
  /** The width of pooled text and sizes together; only for SDXL. */
  readonly pooledWidth?: number
  /** What it makes of a picture in place of words; unCLIP models read nothing else beside the prompt. */
  readonly pictures?: PictureReader
  /** The width of the embedding of the guidance scale; only where the network reads one. */
  readonly guidanceWidth?: number
  /** Of a mixture of experts: how they are chosen, and the layers that choose. */
  readonly experts?: Experts & { readonly layers: readonly string[] }
  /** How to show its latents without a decoder. */
  readonly rgb: LatentRgb
  /** The LoRAs' strengths as the session's `strength` input, [1, L]; absent where there are none. */
  readonly strength?: Tensor
  /** The same input for other strengths of the same LoRAs. */
  strengthOf(loras: readonly LoraUse[]): Promise<Tensor | undefined>
  /** @param x [N, C, H, W]; @param context [N, L, D]; @param added  further inputs, named `control.PLACE` */
  request(
    x: readonly number[],
    context: readonly number[],
    added?: readonly ResidualShape[],
    how?: Partial<UnetForm>,
  ): SessionRequest
}

/** The network as guidance evaluates it: its prediction, that with V in place of the middle's self-attention, what the middle attends to, or what its layers read. */
export type UnetView = 'plain' | 'perturbed' | 'attention' | 'inputs'

/** How the graph differs from the checkpoint's network. */
export interface UnetForm {
  readonly view: UnetView
  readonly patches: readonly ActivePatch[]
}

/**
 * Opens the model's files and matches its LoRAs to its weights.
 *
 * @throws CheckpointError when the file does not hold a UNet, or a LoRA is of another family
 */
export async function unetNetwork(model: Model): Promise<UnetNetwork> {
  const { header, description } = await openFile(model.file)
  const { weights, stack: loras } = await unetParts(model)
  const widthOf = (key: string) => weights.tensors.get(key)?.shape[1]
  const extra: ExtraInputs = {
    pooled: widthOf('label_emb.0.0.weight'),
    guidance: widthOf('time_embed.cond_proj.weight'),
    experts: mixtureLayers(weights.tensors)?.layers,
  }
  const heads = unetHeads(header)
  return {
    parts: { file: model.file, weights, heads, loras },
    contextWidth: description.contextWidth ?? null,
    ...(extra.pooled !== undefined && { pooledWidth: extra.pooled }),
    ...picturesOf(description.family, extra.pooled),
    ...(extra.guidance !== undefined && { guidanceWidth: extra.guidance }),
    inChannels: weights.tensors.get('input_blocks.0.0.weight')?.shape[1] ?? 4,
    latents: description.latentNumbers,
    ...(model.experts && {
      experts: { ...model.experts, layers: mixtureLayers(weights.tensors)?.layers ?? [] },
    }),
    rgb: latentRgb(description.latents, header.metadata['modelspec.title']),
    ...strengthFeed(loras),
    strengthOf: async loras => strengthFeed((await unetParts({ ...model, loras })).stack).strength,
    request: (x, context, added = [], { view = 'plain', patches = [] } = {}) => ({
      key: JSON.stringify([
        'unet',
        ...[model.file.path, model.file.fingerprint, loras.key, x, context, added],
        ...[view, patches.map(({ key }) => key)],
      ]),
      label: `UNet ${x[3]! * 8}×${x[2]! * 8}`,
      root: model.file.path,
      advice: 'choose a smaller size, or close other programs',
      build: dialect => unetGraph(weights, heads, loras, { x, context, extra, added, view, patches, dialect }),
    }),
  }
}

const picturesOf = (family: Family, pooled: number | undefined): { readonly pictures?: PictureReader } => {
  if (pooled === undefined || family === 'sdxl-refiner') return {}
  return { pictures: family === 'sd2' ? { width: pooled / 2, merged: 0.05 } : { width: 1280, merged: 0 } }
}

/** The widths of the inputs that only some families have. */
interface ExtraInputs {
  readonly pooled: number | undefined
  readonly guidance: number | undefined
  /** The layers that choose among experts. */
  readonly experts: readonly string[] | undefined
}

interface UnetShape extends UnetForm {
  readonly x: readonly number[]
  readonly context: readonly number[]
  readonly extra: ExtraInputs
  readonly added: readonly ResidualShape[]
  readonly dialect: GraphOptions | undefined
}

function unetGraph(file: WeightFile, heads: Heads, loras: LoraStack, shape: UnetShape): Graph {
  const { x, context, extra, added, view, patches, dialect } = shape
  const graph = new Graph('unet', dialect)
  const input = (name: string, dims: readonly number[]) => Value.input(graph, name, dims)
  const n = x[0]!
  const shares = new Map<string, Value>()
  const inputs = {
    x: input('x', x),
    timestep: input('timestep', [n]),
    context: input('context', context),
    ...(extra.pooled && { pooled: input('pooled', [n, extra.pooled]) }),
    ...(extra.guidance && { guidance: input('guidance', [n, extra.guidance]) }),
    ...(extra.experts && {
      routing: { count: input('experts', [1]), chosen: (layer: string, of: Value) => void shares.set(layer, of) },
    }),
  }
  const residuals = Object.fromEntries(added.map(([place, dims]) => [place, input(`control.${place}`, dims)]))
  const weights = new Weights(graph, file, changedBy(graph, loras))
  const hooks = joined(patches.map(patch => patch.hooks(weights, { height: x[2]!, width: x[3]! })))
  const write = { plain: unet, perturbed: unet, attention: middleAttention, inputs: layerInputs }[view]
  write(weights, inputs, heads, residuals, view === 'perturbed' ? { ...hooks, attention: perturbed } : hooks).output(
    'prediction',
  )
  const [first, ...others] =
    view === 'attention' || view === 'inputs' ? [] : (extra.experts ?? []).map(layer => shares.get(layer)!)
  first?.concat(others, 0).output('shares')
  return graph
}
