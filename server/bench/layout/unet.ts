import { below, biased, type Layer } from './layer.ts'

/** What makes one Stable Diffusion UNet different from another. */
export interface UnetShape {
  /** Channels at each level. */
  readonly widths: readonly number[]
  /** Transformer blocks after each res block of a level. */
  readonly depths: readonly number[]
  /** Those in the middle; where there are none, the middle is one res block. */
  readonly middle: number
  /** D of the prompts. */
  readonly context: number
  /** Pooled text and sizes, where they go in. */
  readonly pooled?: number
  /** Whether a transformer's projections are 1×1 convolutions, as in SD 1.x. */
  readonly convolutional: boolean
  /** More than the latent's 4 where a mask or a picture comes with it. */
  readonly inChannels?: number
  /** Those of the latent; 4 for most. */
  readonly outChannels?: number
  /** Res blocks on the way in; one more on the way out. */
  readonly perLevel?: number
}

const CHANNELS = 4
const embedding = ({ widths }: UnetShape): number => 4 * widths[0]!

/** Every tensor of a UNet in the layout of the CompVis code — Rombach et al. 2022, arXiv:2112.10752. */
export function* unetLayers(shape: UnetShape): Generator<Layer> {
  const [outer, inner] = [shape.widths[0]!, shape.widths.at(-1)!]
  const e = embedding(shape)
  yield* biased('time_embed.0', e, outer)
  yield* biased('time_embed.2', e, e)
  if (shape.pooled) {
    yield* biased('label_emb.0.0', e, shape.pooled)
    yield* biased('label_emb.0.2', e, e)
  }
  const skips = yield* inputBlocks(shape)
  yield* below('middle_block.0', resBlock(inner, inner, e))
  if (shape.middle > 0) {
    yield* below('middle_block.1', transformer(inner, shape.middle, shape))
    yield* below('middle_block.2', resBlock(inner, inner, e))
  }
  yield* outputBlocks(shape, skips)
  yield* biased('out.0', outer)
  yield* biased('out.2', shape.outChannels ?? CHANNELS, outer, 3, 3)
}

/** @returns how many channels each block hands to its twin on the way out */
function* inputBlocks(shape: UnetShape): Generator<Layer, number[]> {
  const { widths, depths, inChannels = CHANNELS, perLevel = 2 } = shape
  const skips: number[] = [widths[0]!]
  yield* biased('input_blocks.0.0', widths[0]!, inChannels, 3, 3)
  for (const [level, width] of widths.entries()) {
    for (let i = 0; i < perLevel; i++) {
      const block = `input_blocks.${skips.length}`
      yield* below(`${block}.0`, resBlock(skips.at(-1)!, width, embedding(shape)))
      if (depths[level]) yield* below(`${block}.1`, transformer(width, depths[level], shape))
      skips.push(width)
    }
    if (level === widths.length - 1) continue
    yield* biased(`input_blocks.${skips.length}.0.op`, width, width, 3, 3)
    skips.push(width)
  }
  return skips
}

function* outputBlocks(shape: UnetShape, skips: number[]): Generator<Layer> {
  const { perLevel = 2 } = shape
  let [block, wide] = [0, shape.widths.at(-1)!]
  for (const [level, width] of [...shape.widths.entries()].reverse()) {
    const depth = shape.depths[level]!
    for (let i = 0; i <= perLevel; i++, block++, wide = width) {
      yield* below(`output_blocks.${block}.0`, resBlock(wide + skips.pop()!, width, embedding(shape)))
      if (depth) yield* below(`output_blocks.${block}.1`, transformer(width, depth, shape))
      if (i === perLevel && level > 0) yield* biased(`output_blocks.${block}.${depth ? 2 : 1}.conv`, width, width, 3, 3)
    }
  }
}

/** @param e  how wide the embedding of the timestep is */
function* resBlock(from: number, to: number, e: number): Generator<Layer> {
  yield* biased('in_layers.0', from)
  yield* biased('in_layers.2', to, from, 3, 3)
  yield* biased('emb_layers.1', to, e)
  yield* biased('out_layers.0', to)
  yield* biased('out_layers.3', to, to, 3, 3)
  if (from !== to) yield* biased('skip_connection', to, from, 1, 1)
}

function* transformer(width: number, depth: number, { context, convolutional }: UnetShape): Generator<Layer> {
  const window = convolutional ? [1, 1] : []
  yield* biased('norm', width)
  yield* biased('proj_in', width, width, ...window)
  for (let i = 0; i < depth; i++) yield* below(`transformer_blocks.${i}`, transformerBlock(width, context))
  yield* biased('proj_out', width, width, ...window)
}

function* transformerBlock(width: number, context: number): Generator<Layer> {
  yield* below('attn1', attention(width, width))
  yield* biased('ff.net.0.proj', width * 8, width)
  yield* biased('ff.net.2', width, width * 4)
  yield* below('attn2', attention(width, context))
  for (const i of [1, 2, 3]) yield* biased(`norm${i}`, width)
}

function* attention(width: number, context: number): Generator<Layer> {
  yield ['to_q.weight', [width, width]]
  yield ['to_k.weight', [width, context]]
  yield ['to_v.weight', [width, context]]
  yield* biased('to_out.0', width, width)
}
