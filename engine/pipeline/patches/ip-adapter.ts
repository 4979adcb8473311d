import type { FileRef } from '../../checkpoint/files/file-ref.ts'
import type { Tensors } from '../../checkpoint/files/safetensors.ts'
import type { Formula } from '../../formula.ts'
import type { Mask } from '../../image/image.ts'
import { attention } from '../../networks/attention.ts'
import { resized } from '../../networks/resize.ts'
import type { TransformerPlace, UnetHooks } from '../../networks/unet.ts'
import { Value } from '../../onnx/value.ts'
import { Weights } from '../../onnx/weights.ts'
import { bilinear } from '../../tensor/resize/resample.ts'
import { rows, stack, type Tensor, tensor } from '../../tensor/tensor.ts'
import type { ActivePatch, ImageOfRun } from './active-patch.ts'

export const ipAdapterFormula: Formula = {
  lines: [
    'y = Attention(Q, K, V) + w·mask·Attention(Q, K′, V′)',
    'K′ = W′_k·i,  V′ = W′_v·i,  i: the tokens of the picture',
    'K+V: w on K′ and V′ instead,  C penalty: w·C/1280, C: the channels',
    'K+mean(V): w on K′ and on the mean of V′ over its tokens',
  ],
  source: 'Ye et al. 2023, arXiv:2308.06721, equation 5, as ComfyUI_IPAdapter_plus extends it',
}

export const embedsScalings = ['V only', 'K+V', 'K+V w/ C penalty', 'K+mean(V) w/ C penalty'] as const
export type EmbedsScaling = (typeof embedsScalings)[number]

/** Pictures as tokens, [M, T, D] each: what to draw, and what guidance compares it with. */
export interface PictureTokens {
  readonly drawn: Tensor
  readonly avoided: Tensor
}

/** An attention of the UNet to the prompt, and the number of its spatial transformer in the order of computation. */
export interface CrossAttention extends TransformerPlace {
  readonly transformer: number
}

/** Pictures beside the prompt. */
export interface IpAdapterUse {
  readonly kind: 'ip-adapter'
  readonly file: FileRef
  /** The adapter's own tensors. */
  readonly tensors: Tensors
  /** In the order of the adapter's weights. */
  readonly attentions: readonly CrossAttention[]
  /** Of each spatial transformer. */
  readonly weights: readonly number[]
  /** The same for each image of the batch, where they differ; the last counts for further images. */
  readonly each?: readonly (readonly number[])[]
  readonly tokens: PictureTokens
  /** What some spatial transformers read instead. */
  readonly other?: { readonly tokens: PictureTokens; readonly transformers: readonly number[] }
  readonly scaling: EmbedsScaling
  /** Where it counts, [N, H, W], any size. */
  readonly mask?: Mask
  /** When it counts, as shares of the way from noise (0) to picture (1). */
  readonly range: { readonly start: number; readonly end: number }
  /** The first picture counts for the first image of the batch, and so on, instead of all for each. */
  readonly unfold: boolean
}

/**
 * An IP-Adapter (`ipAdapterFormula`). Tokens, weights and mask are inputs of the graph: a change of them, and the beginning and
 * the end, make no session.
 */
export function ipAdapter(use: IpAdapterUse, { name, isOn }: { name: string; isOn: boolean }): ActivePatch {
  const { file, tokens, other, weights, each: differing, scaling, mask, unfold } = use
  const fed = (rows: readonly (readonly number[])[], dims: readonly number[]) =>
    weightFeeds(rows, dims, use, name, isOn)
  const each = (images: readonly ImageOfRun[], { drawn, avoided }: PictureTokens) =>
    stack(images.map(({ row, isNegative }) => picturesFor(isNegative ? avoided : drawn, row, unfold)))
  const dims = [tokens, ...(other ? [other.tokens] : [])].map(({ drawn }) => drawn.dims)
  return {
    key: JSON.stringify([
      'ip-adapter',
      file.path,
      file.fingerprint,
      dims,
      other?.transformers,
      scaling,
      mask?.dims,
      unfold,
      ...(differing ? ['each'] : []),
    ]),
    feeds: differing ? {} : fed([weights], [weights.length]),
    imageFeeds: images => ({
      ...(differing &&
        fed(
          images.map(({ row }) => differing[Math.min(row, differing.length - 1)]!),
          [images.length, weights.length],
        )),
      [`${name}.tokens`]: each(images, tokens),
      ...(other && { [`${name}.other`]: each(images, other.tokens) }),
      ...(mask && { [`${name}.mask`]: maskFor(mask, images) }),
    }),
    hooks: (w, latent) => ({ crossAttention: beside(w, use, name, latent) }),
  }
}

function weightFeeds(
  rows: readonly (readonly number[])[],
  dims: readonly number[],
  { scaling }: IpAdapterUse,
  name: string,
  isOn: boolean,
) {
  const own = rows.flat().map(weight => (isOn ? weight : 0))
  const on = own.map(weight => Number(weight !== 0))
  return {
    [`${name}.weights`]: tensor(dims, Float32Array.from(own)),
    ...(scaling === MEAN && { [`${name}.on`]: tensor(dims, Float32Array.from(on)) }),
  }
}

const MEAN: EmbedsScaling = 'K+mean(V) w/ C penalty'

/** [M, T, D] → [1, M or 1, T, D]. Where there are fewer pictures than images, the last one counts for the others. */
function picturesFor(tokens: Tensor, row: number, unfold: boolean): Tensor {
  const at = Math.min(row, tokens.dims[0]! - 1)
  const { dims, data } = unfold ? rows(tokens, at, at + 1) : tokens
  return { dims: [1, ...dims], data }
}

/** [N, 1, H, W] */
function maskFor(mask: Mask, images: readonly ImageOfRun[]): Tensor {
  const [n, h, w] = mask.dims as [number, number, number]
  const one = (row: number) => rows(mask, Math.min(row, n - 1), Math.min(row, n - 1) + 1)
  return { dims: [images.length, 1, h, w], data: stack(images.map(({ row }) => one(row))).data }
}

function beside(
  { graph }: Weights,
  use: IpAdapterUse,
  name: string,
  latent: LatentSize,
): NonNullable<UnetHooks['crossAttention']> {
  const { file, tensors, attentions, weights, tokens, other, scaling, unfold } = use
  const named = new Map([...tensors].map(([key, info]) => [`${name}/${key}`, info]))
  const w = new Weights(graph, { path: file.path, tensors: named }, undefined, `${name}/ip_adapter`)
  const input = inputs(graph, name)
  const count = weights.length
  const ofTransformer = (part: string, i: number, n: number) =>
    use.each
      ? input(part, [n, count])
          .slice(1, i, i + 1)
          .reshape([n, 1, 1])
      : input(part, [count]).slice(0, i, i + 1)
  return (y, q, heads, place) => {
    const number = attentions.findIndex(at => samePlace(at, place))
    if (number < 0) return y
    const { transformer } = attentions[number]!
    const readsOther = other?.transformers.includes(transformer)
    const [all, length, width] = (readsOther ? other! : { tokens }).tokens.drawn.dims as [number, number, number]
    const [n, pictures] = [q.dims[0]!, unfold ? 1 : all]
    const given = input(readsOther ? 'other' : 'tokens', [n, pictures, length, width])
    const read = given.reshape([n * pictures, length, width])
    const part = w.at(2 * number + 1)
    const weight = ofTransformer('weights', transformer, n)
    const { k, v } = scaledBy(scaling, weight, read.linear(part.at('to_k_ip')), read.linear(part.at('to_v_ip')))
    const joined = (x: Value) => x.reshape([n, pictures * length, x.dims[2]!])
    const added = attention(q, joined(k), joined(v), heads)
    const by = scaling === 'V only' ? weight : scaling === MEAN ? ofTransformer('on', transformer, n) : undefined
    const weighted = by ? added.mul(by) : added
    return y.add(use.mask ? weighted.mul(maskOn(input, use.mask, q, latent)) : weighted)
  }
}

interface LatentSize {
  readonly height: number
  readonly width: number
}
type Input = (part: string, dims: readonly number[]) => Value

/** The patch's inputs of the graph, each declared when it is first read. */
function inputs(graph: Weights['graph'], name: string): Input {
  const declared = new Map<string, Value>()
  return (part, dims) => {
    const value = declared.get(part) ?? Value.input(graph, `${name}.${part}`, dims)
    declared.set(part, value)
    return value
  }
}

const samePlace = (a: TransformerPlace, b: TransformerPlace): boolean =>
  a.part === b.part && a.number === b.number && a.layer === b.layer

/** K′ and V′ with the weight, where it is on them. */
function scaledBy(scaling: EmbedsScaling, weight: Value, k: Value, v: Value): { readonly k: Value; readonly v: Value } {
  if (scaling === 'V only') return { k, v }
  const by = scaling === 'K+V' ? weight : weight.mul(k.dims[2]! / 1280)
  if (scaling !== MEAN) return { k: k.mul(by), v: v.mul(by) }
  const count = v.dims[1]!
  const ones = Value.constant(v.graph, new Float32Array(count).fill(1 / count), [count, 1])
  const mean = v.transpose([0, 2, 1]).matmul(ones).transpose([0, 2, 1])
  return { k: k.mul(by), v: v.sub(mean).add(mean.mul(by)) }
}

/** The mask for the tokens of one attention: as long as they are, with zeros on both sides or cut there. @returns [N, L, 1] */
function maskOn(input: Input, { dims }: Mask, q: Value, { height, width }: LatentSize): Value {
  const [n, length] = q.dims as [number, number]
  const rough = Math.floor(height / Math.sqrt((height * width) / length))
  const h = rough + Number(length % rough !== 0)
  const w = Math.floor(length / h)
  const mask = input('mask', [n, 1, dims[1]!, dims[2]!])
  const flat = resized(mask, { height: h, width: w }, bilinear).reshape([n, h * w, 1])
  const missing = length - h * w
  const before = Math.floor(Math.abs(missing) / 2)
  if (missing <= 0) return missing === 0 ? flat : flat.slice(1, before, before + length)
  const none = (count: number) => Value.constant(q.graph, new Float32Array(n * count), [n, count, 1])
  const after = flat.concat([none(missing - before)], 1)
  return before > 0 ? none(before).concat([after], 1) : after
}
