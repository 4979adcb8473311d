import { below, biased, type Layer } from './layer.ts'

/** What makes one Stable Diffusion UNet different from another. */
export interface UnetShape {
  /** Channels at each level. */
  readonly widths: readonly number[]
  /** Transformer blocks after each res block of a level. */
  readonly depths: readonly number[]
  /** Those in the middle. */
  readonly middle: number
  /** D of the prompts. */
  readonly context: number
  /** Pooled text and sizes, where they go in. */
  readonly pooled?: number
  /** Whether a transformer's projections are 1×1 convolutions, as in SD 1.x. */
  readonly convolutional: boolean
}

const EMBEDDING = 1280
const CHANNELS = 4
const PER_LEVEL = 2

/** Every tensor of a UNet in the layout of the CompVis code — Rombach et al. 2022, arXiv:2112.10752. */
export function* unetLayers(shape: UnetShape): Generator<Layer> {
  const [outer, inner] = [shape.widths[0]!, shape.widths.at(-1)!]
  yield* biased('time_embed.0', EMBEDDING, outer)
  yield* biased('time_embed.2', EMBEDDING, EMBEDDING)
  if (shape.pooled) {
    yield* biased('label_emb.0.0', EMBEDDING, shape.pooled)
    yield* biased('label_emb.0.2', EMBEDDING, EMBEDDING)
  }
  const skips = yield* inputBlocks(shape)
  yield* below('middle_block.0', resBlock(inner, inner))
  yield* below('middle_block.1', transformer(inner, shape.middle, shape))
  yield* below('middle_block.2', resBlock(inner, inner))
  yield* outputBlocks(shape, skips)
  yield* biased('out.0', outer)
  yield* biased('out.2', CHANNELS, outer, 3, 3)
}

/** @returns how many channels each block hands to its twin on the way out */
function* inputBlocks(shape: UnetShape): Generator<Layer, number[]> {
  const { widths, depths } = shape
  const skips: number[] = [widths[0]!]
  yield* biased('input_blocks.0.0', widths[0]!, CHANNELS, 3, 3)
  for (const [level, width] of widths.entries()) {
    for (let i = 0; i < PER_LEVEL; i++) {
      const block = `input_blocks.${skips.length}`
      yield* below(`${block}.0`, resBlock(skips.at(-1)!, width))
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
  let [block, wide] = [0, shape.widths.at(-1)!]
  for (const [level, width] of [...shape.widths.entries()].reverse()) {
    const depth = shape.depths[level]!
    for (let i = 0; i <= PER_LEVEL; i++, block++, wide = width) {
      yield* below(`output_blocks.${block}.0`, resBlock(wide + skips.pop()!, width))
      if (depth) yield* below(`output_blocks.${block}.1`, transformer(width, depth, shape))
      if (i === PER_LEVEL && level > 0)
        yield* biased(`output_blocks.${block}.${depth ? 2 : 1}.conv`, width, width, 3, 3)
    }
  }
}

function* resBlock(from: number, to: number): Generator<Layer> {
  yield* biased('in_layers.0', from)
  yield* biased('in_layers.2', to, from, 3, 3)
  yield* biased('emb_layers.1', to, EMBEDDING)
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
