import type { Value } from '../onnx/value.ts'
import type { Weights } from '../onnx/weights.ts'
import { sizeOf } from '../tensor/tensor.ts'
import { attention } from './attention.ts'
import { layerOrMixture, type Routing } from './mixture.ts'
import { nearest, resized } from './resize.ts'
import { timestepEmbedding } from './timestep-embedding.ts'

/**
 * The Stable Diffusion denoiser ε_θ(x_t, t, c) as an ONNX graph — Rombach et al. 2022, arXiv:2112.10752, §3.3.
 *
 *     x ─ input_blocks ──▶ middle_block ──▶ output_blocks ─ out ─▶ ε
 *             │  skips (last in, first out)      ▲
 *             └──────────────────────────────────┘
 *
 * The checkpoint is the configuration: block kinds are read from its key names and channel counts from its tensor
 * shapes, so this one file builds SD 1.x, SD 2.x and SDXL. Only the head size is not in the weights.
 *
 * N batch · C channels · H×W latent size · L tokens · D token width · E embedding width
 */
export interface UnetInputs {
  /** x_t, [N, C, H, W]; 9 channels for inpainting models: latent, mask, masked latent */
  readonly x: Value
  /** t, [N] */
  readonly timestep: Value
  /** the encoded prompt, [N, L, D] */
  readonly context: Value
  /** pooled text and sizes, [N, 2816]; SDXL only */
  readonly pooled?: Value
  /** an embedding of the guidance scale, [N, 256]; only for models distilled from guidance */
  readonly guidance?: Value
  /** the kind of the reference image, which a union of ControlNets adds to the embedding, [N or 1, E] */
  readonly kind?: Value
  /** How mixtures of experts choose. */
  readonly routing?: Routing
}

/**
 * What ControlNets and T2I-Adapters add, by place: `skip.3` to the skip of input block 3, `input.3` to its result, which is
 * both its skip and the input of the next block, `middle` to the result of the middle block. The shapes are equal.
 */
export type Residuals = Readonly<Record<string, Value>>

/** How many heads an attention of this many channels has. */
export type Heads = (channels: number) => number

/** A block: one of the input or output blocks, or the middle one, whose number is 0. */
export interface BlockPlace {
  readonly part: 'input' | 'middle' | 'output'
  readonly number: number
}

/** A transformer block: `layer` counts those of one spatial transformer. */
export interface TransformerPlace extends BlockPlace {
  readonly layer: number
}

/** Where patches change the network. Each hook leaves what it does not change as it is. */
export interface UnetHooks {
  /** The result of an input block, before it becomes a skip. */
  input?(h: Value, block: number): Value
  /** The same, after it became a skip: what the next block reads. */
  afterSkip?(h: Value, block: number): Value
  /** What an output block reads, before the two are joined. */
  output?(h: Value, skip: Value): readonly [h: Value, skip: Value]
  /**
   * What a self-attention asks for, [N′, L′, C] of its tokens [N, L, C], and how its result becomes [N, L, C] again. Where
   * N′ is a multiple of N, each query sees the tokens of its own share of the keys.
   */
  selfAttention?(tokens: Value, place: TransformerPlace): Queries | undefined
  /** The tokens of a transformer block between its self-attention and its attention to the prompt, [N, L, C]. */
  between?(tokens: Value, place: TransformerPlace): Value
  /** What the keys and the values of an attention are made of. */
  sources?(context: Value): readonly [keys: Value, values: Value]
  /** The self-attention itself. @returns [N, L, C] */
  attention?(q: Value, k: Value, v: Value, heads: number, place: TransformerPlace): Value | undefined
  /** The result of an attention to the prompt, [N, L, C], whose queries are `q`. */
  crossAttention?(y: Value, q: Value, heads: number, place: TransformerPlace): Value
}

export interface Queries {
  readonly queries: Value
  back(y: Value): Value
}

/** @returns the network's prediction (ε or v, as the checkpoint was trained), [N, 4, H, W] */
export function unet(
  w: Weights,
  inputs: UnetInputs,
  heads: Heads,
  added: Residuals = {},
  hooks: UnetHooks = {},
): Value {
  const { stage, skips, ...down } = firstHalf(w, inputs, heads, added, hooks)
  let h = down.h
  for (const [number, block] of w.at('output_blocks').list().entries()) {
    const [own, skip] = hooks.output?.(h, skips.at(-1)!) ?? [h, skips.at(-1)!]
    skips.pop()
    const place = { part: 'output', number } as const
    h = stage(block, own.concat([skip], 1), place, sizeOfImage(skips.at(-1) ?? inputs.x))
  }
  return h.graph.sensitively(() => h.groupNorm(w.at('out.0'), 1e-5).silu().conv2d(w.at('out.2'), { padding: 1 }))
}

/** The input blocks and the middle one. @returns the middle's result, the skips, and how to run further blocks */
export function firstHalf(w: Weights, inputs: UnetInputs, heads: Heads, added: Residuals, hooks: UnetHooks) {
  const stage = stages(w, inputs, heads, hooks)
  const plus = (h: Value, place: string) => (added[place] ? h.add(added[place]) : h)
  const skips: Value[] = []
  let h = inputs.x
  for (const [number, block] of w.at('input_blocks').list().entries()) {
    h = plus(stage(block, h, { part: 'input', number }), `input.${number}`)
    h = hooks.input?.(h, number) ?? h
    skips.push(plus(h, `skip.${number}`))
    h = hooks.afterSkip?.(h, number) ?? h
  }
  return { stage, skips, h: plus(stage(w.at('middle_block'), h, { part: 'middle', number: 0 }), 'middle') }
}

/** Runs one block of the network: its layers, one after the other. */
export type Stage = (block: Weights, h: Value, place: BlockPlace, size?: Size) => Value

/** Prepares the embedding that all blocks of a network share. */
export function stages(
  w: Weights,
  { context, routing = {}, ...inputs }: UnetInputs,
  heads: Heads,
  hooks: UnetHooks = {},
): Stage {
  const emb = inputs.x.graph.sensitively(() => embedding(w, inputs).silu())
  return (block, h, place, size = sizeOfImage(h)) =>
    block.list().reduce((h, layer) => apply(layer, h, { emb, context, heads, hooks, routing, place, size }), h)
}

interface Size {
  readonly height: number
  readonly width: number
}
interface TransformerInputs {
  readonly context: Value
  readonly heads: Heads
  readonly hooks: UnetHooks
  readonly routing: Routing
  readonly place: BlockPlace
}
interface LayerInputs extends TransformerInputs {
  /** SiLU of the embedding, [N, E]: the input of every res block */
  readonly emb: Value
  /** the size that an upsampling layer must reach: that of the next skip, which may be odd */
  readonly size: Size
}
const sizeOfImage = (h: Value): Size => ({ height: h.dims[2]!, width: h.dims[3]! })

/** The keys of a layer decide its kind. */
function apply(w: Weights, h: Value, inputs: LayerInputs): Value {
  const { emb, size } = inputs
  if (w.has('in_layers')) return resBlock(w, h, emb)
  if (w.has('proj_in')) return spatialTransformer(w, h, inputs)
  if (w.has('op')) return h.conv2d(w.at('op'), { stride: 2, padding: 1 })
  if (w.has('conv')) return upsample(h, size).conv2d(w.at('conv'), { padding: 1 })
  // The first convolution: with this one and the last in float32, pictures in bfloat16 are 7 dB nearer to float32's.
  return h.graph.sensitively(() => h.conv2d(w, { padding: 1 }))
}

/** Nearest neighbour to twice the size; one pixel less where the skip is odd, and any size where a patch scales down. */
function upsample(h: Value, { height, width }: Size): Value {
  const isHalf = (of: number, whole: number) => whole === 2 * of || whole === 2 * of - 1
  if (!isHalf(h.dims[2]!, height) || !isHalf(h.dims[3]!, width)) return resized(h, { height, width }, nearest)
  const twice = h.upsample(2)
  const rows = twice.dims[2] === height ? twice : twice.slice(2, 0, height)
  return rows.dims[3] === width ? rows : rows.slice(3, 0, width)
}

/** time_embed(t + cond_proj(guidance)) + label_emb(pooled) + kind. @returns [N, E] */
function embedding(
  w: Weights,
  { timestep, pooled, guidance, kind }: Omit<UnetInputs, 'x' | 'context' | 'routing'>,
): Value {
  const width = w.dims('time_embed.0.weight')[1]!
  const sinusoids = timestepEmbedding(timestep, width)
  const t = guidance ? sinusoids.add(guidance.linear(w.at('time_embed.cond_proj'))) : sinusoids
  const time = twoLayers(w.at('time_embed'), t)
  const told = pooled ? time.add(twoLayers(w.at('label_emb.0'), pooled)) : time
  return kind ? told.add(kind) : told
}

const twoLayers = (w: Weights, x: Value): Value => x.linear(w.at(0)).silu().linear(w.at(2))

/** Norm–SiLU–conv twice, with the embedding added between, around a skip. @returns [N, C′, H, W] */
function resBlock(w: Weights, x: Value, emb: Value): Value {
  const e = emb.linear(w.at('emb_layers.1'))
  const h = x.groupNorm(w.at('in_layers.0'), 1e-5).silu().conv2d(w.at('in_layers.2'), { padding: 1 })
  const y = h
    .add(e.reshape([...e.dims, 1, 1]))
    .groupNorm(w.at('out_layers.0'), 1e-5)
    .silu()
  const skip = w.has('skip_connection') ? x.conv2d(w.at('skip_connection')) : x
  return y.conv2d(w.at('out_layers.3'), { padding: 1 }).add(skip)
}

/** Pixels as tokens through transformer blocks, around a skip. @returns [N, C, H, W] */
function spatialTransformer(w: Weights, x: Value, inputs: TransformerInputs): Value {
  const { height, width } = sizeOfImage(x)
  const tokens = x.groupNorm(w.at('norm'), 1e-6).toTokens().linear(w.at('proj_in'))
  const y = w
    .at('transformer_blocks')
    .list()
    .reduce((h, block, layer) => transformerBlock(block, h, layer, inputs), tokens)
  return y.linear(w.at('proj_out')).toImage(height, width).add(x)
}

/** Self-attention, attention to the prompt, feed-forward; each around a skip. @returns [N, HW, C] */
function transformerBlock(w: Weights, x: Value, layer: number, inputs: TransformerInputs): Value {
  x = selfAttend(w.at('attn1'), x.layerNorm(w.at('norm1')), layer, inputs).add(x)
  x = inputs.hooks.between?.(x, { ...inputs.place, layer }) ?? x
  x = crossAttend(w.at('attn2'), x.layerNorm(w.at('norm2')), layer, inputs).add(x)
  const forward = (w: Weights, x: Value) => feedForward(w.at('net'), x)
  return layerOrMixture(w.at('ff'), x.layerNorm(w.at('norm3')), forward, inputs.routing).add(x)
}

function crossAttend(w: Weights, x: Value, layer: number, inputs: TransformerInputs): Value {
  const { context, heads, hooks, routing, place } = inputs
  const attended: Attended = (q, k, v, n) => {
    const y = attention(q, k, v, n)
    return hooks.crossAttention?.(y, q, n, { ...place, layer }) ?? y
  }
  return attend(w, x, { context, heads, hooks, routing, attended })
}

function selfAttend(w: Weights, x: Value, layer: number, inputs: TransformerInputs): Value {
  const { heads, hooks, routing, place } = inputs
  const at = { ...place, layer }
  const changed = hooks.selfAttention?.(x, at)
  const attended: Attended = (q, k, v, n) => hooks.attention?.(q, k, v, n, at) ?? attention(q, k, v, n)
  if (!changed) return attend(w, x, { context: x, heads, hooks, routing, attended })
  const { queries, back } = changed
  const [n, , width] = queries.dims as [number, number, number]
  const keys = x.reshape([n, sizeOf(x.dims) / n / width, width])
  return back(attend(w, queries, { context: keys, heads, hooks, routing, attended }))
}

type Attended = (q: Value, k: Value, v: Value, heads: number) => Value

/** Attention of `x` to `context`, projected back to C. @returns [N, L, C] */
export function attend(
  w: Weights,
  x: Value,
  {
    context,
    heads,
    hooks,
    routing,
    attended = attention,
  }: Pick<TransformerInputs, 'context' | 'heads' | 'hooks'> &
    Partial<Pick<TransformerInputs, 'routing'>> & { readonly attended?: Attended },
): Value {
  const [keys, values] = hooks.sources?.(context) ?? [context, context]
  const linear = (part: string, x: Value) => layerOrMixture(w.at(part), x, (w, x) => x.linear(w), routing)
  const [q, k, v] = [linear('to_q', x), linear('to_k', keys), linear('to_v', values)]
  return attended(q, k, v, heads(q.dims[2]!)).linear(w.at('to_out.0'))
}

/** GEGLU: value ⊙ gelu(gate), then back to C — Shazeer 2020, arXiv:2002.05202, eq. 6. */
export function feedForward(w: Weights, x: Value): Value {
  const [value, gate] = x.linear(w.at('0.proj')).halves()
  return value.mul(gate.gelu()).linear(w.at(2))
}
