import type { Safetensors } from '../../../engine/checkpoint/files/safetensors.ts'
import { headerOf } from '../checkpoint/files.ts'

/**
 * Header-only files with the real key layouts. The UNets are diffusers' (`UNet2DConditionModel`), layer by layer; the
 * distillation LoRAs change every layer that DMD2's published `extract_lora_module.py` names, which is LCM's and
 * Hyper-SD's set too: their sizes in bytes are checked in recognise.test.ts.
 */
export interface Network {
  readonly widths: readonly number[]
  /** Transformer blocks of each attention: on the way down, in the middle (null: no attention), on the way up. */
  readonly down: readonly (readonly number[])[]
  readonly middle: number | null
  readonly up: readonly (readonly number[])[]
  readonly context: number
  /** SD 1.x projects with 1×1 convolutions, the others with matrices. */
  readonly convolved: boolean
}

const none = [0, 0]
const sd = {
  widths: [320, 640, 1280, 1280],
  down: [[1, 1], [1, 1], [1, 1], none],
  middle: 1,
  up: [
    [0, 0, 0],
    [1, 1, 1],
    [1, 1, 1],
    [1, 1, 1],
  ],
}
export const networks = {
  sd1: { ...sd, context: 768, convolved: true },
  sd2: { ...sd, context: 1024, convolved: false },
  sdxl: {
    widths: [320, 640, 1280],
    down: [none, [2, 2], [10, 10]],
    middle: 10,
    up: [
      [10, 10, 10],
      [2, 2, 2],
      [0, 0, 0],
    ],
    context: 2048,
    convolved: false,
  },
  /** As ComfyUI's supported_models.py tells it: blocks taken out of SDXL, the middle without attention. */
  'ssd-1b': {
    widths: [320, 640, 1280],
    down: [none, [2, 2], [4, 4]],
    middle: null,
    up: [
      [4, 4, 10],
      [2, 1, 1],
      [0, 0, 0],
    ],
    context: 2048,
    convolved: false,
  },
} satisfies Record<string, Network>

/** A layer with weights: its name, the shape of its weight. */
export type Layer = readonly [name: string, shape: readonly number[]]

/** Every layer with weights, norms left out: diffusers names. */
export function* layersOf(network: Network): Generator<Layer> {
  const { widths, down, middle, up } = network
  const embedding = widths[0]! * 4
  yield ['conv_in', [widths[0]!, 4, 3, 3]]
  yield ['time_embedding.linear_1', [embedding, widths[0]!]]
  yield ['time_embedding.linear_2', [embedding, embedding]]
  if (network.context === 2048) {
    yield ['add_embedding.linear_1', [embedding, 2816]]
    yield ['add_embedding.linear_2', [embedding, embedding]]
  }
  const skips = [widths[0]!]
  for (const [level, width] of widths.entries()) {
    const block = `down_blocks.${level}`
    for (const [i, depth] of down[level]!.entries()) {
      yield* resnet(`${block}.resnets.${i}`, skips.at(-1)!, width, embedding)
      if (depth > 0) yield* attention(`${block}.attentions.${i}`, width, depth, network)
      skips.push(width)
    }
    if (level === widths.length - 1) continue
    yield [`${block}.downsamplers.0.conv`, [width, width, 3, 3]]
    skips.push(width)
  }
  const last = widths.at(-1)!
  yield* resnet('mid_block.resnets.0', last, last, embedding)
  if (middle !== null) {
    yield* attention('mid_block.attentions.0', last, middle, network)
    yield* resnet('mid_block.resnets.1', last, last, embedding)
  }
  let wide = last
  for (const [level, width] of widths.toReversed().entries()) {
    const block = `up_blocks.${level}`
    for (const [i, depth] of up[level]!.entries()) {
      yield* resnet(`${block}.resnets.${i}`, wide + skips.pop()!, width, embedding)
      if (depth > 0) yield* attention(`${block}.attentions.${i}`, width, depth, network)
      wide = width
    }
    if (level < widths.length - 1) yield [`${block}.upsamplers.0.conv`, [width, width, 3, 3]]
  }
  yield ['conv_out', [4, widths[0]!, 3, 3]]
}

function* resnet(name: string, from: number, to: number, embedding: number): Generator<Layer> {
  yield [`${name}.conv1`, [to, from, 3, 3]]
  yield [`${name}.time_emb_proj`, [to, embedding]]
  yield [`${name}.conv2`, [to, to, 3, 3]]
  if (from !== to) yield [`${name}.conv_shortcut`, [to, from, 1, 1]]
}

function* attention(name: string, width: number, depth: number, { context, convolved }: Network): Generator<Layer> {
  const projection = convolved ? [width, width, 1, 1] : [width, width]
  yield [`${name}.proj_in`, projection]
  for (let i = 0; i < depth; i++) {
    const block = `${name}.transformer_blocks.${i}`
    for (const [attn, read] of [
      ['attn1', width],
      ['attn2', context],
    ] as const) {
      yield [`${block}.${attn}.to_q`, [width, width]]
      yield [`${block}.${attn}.to_k`, [width, read]]
      yield [`${block}.${attn}.to_v`, [width, read]]
      yield [`${block}.${attn}.to_out.0`, [width, width]]
    }
    yield [`${block}.ff.net.0.proj`, [width * 8, width]]
    yield [`${block}.ff.net.2`, [width, width * 4]]
  }
  yield [`${name}.proj_out`, projection]
}

/** What distillers change: all but the ends and the embeddings. */
export const isDistilled = ([name]: Layer): boolean => !/^(conv_in|conv_out|time_embedding|add_embedding)/.test(name)
/** What a plain style LoRA changes. */
export const isAttention = ([name]: Layer): boolean => /\.to_/.test(name)

interface LoraLayout {
  readonly rank?: number
  readonly dtype?: 'F16' | 'F32' | 'BF16'
  readonly layers?: (layer: Layer) => boolean
  readonly naming?: 'kohya' | 'peft'
}

/** A LoRA over a network: every factor and alpha under the trainer's names. */
export function loraFile(
  network: Network,
  { rank = 64, dtype = 'F16', layers = isDistilled, naming = 'kohya' }: LoraLayout = {},
): Safetensors {
  const shapes: Record<string, readonly number[]> = {}
  for (const [name, [out, read, ...window]] of [...layersOf(network)].filter(layers)) {
    const module = naming === 'kohya' ? `lora_unet_${name.replaceAll('.', '_')}` : `unet.${name}`
    const [down, up] = naming === 'kohya' ? ['lora_down.weight', 'lora_up.weight'] : ['lora_A.weight', 'lora_B.weight']
    shapes[`${module}.${down}`] = [rank, read!, ...window]
    shapes[`${module}.${up}`] = [out!, rank, ...window.map(() => 1)]
    if (naming === 'kohya') shapes[`${module}.alpha`] = []
  }
  return headerOf(shapes, { dtype })
}

/** A network alone, in diffusers' layout. @param more  keys that a special one has beside */
export function unetFile(network: Network, dtype: 'F16' | 'F32', more: Record<string, readonly number[]> = {}) {
  const shapes = [...layersOf(network)].map(([name, shape]) => [`${name}.weight`, shape] as const)
  return headerOf({ ...Object.fromEntries(shapes), ...more }, { dtype })
}

/** A checkpoint in one file: the UNet's telling keys beside a text encoder's and a VAE's. */
export const checkpointFile = (network: Network): Safetensors =>
  headerOf({
    'model.diffusion_model.input_blocks.0.0.weight': [320, 4, 3, 3],
    'model.diffusion_model.input_blocks.4.1.proj_in.weight': network.convolved ? [640, 640, 1, 1] : [640, 640],
    'model.diffusion_model.input_blocks.4.1.transformer_blocks.0.attn2.to_k.weight': [640, network.context],
    ...(network.context === 2048 && { 'model.diffusion_model.label_emb.0.0.weight': [1280, 2816] }),
    'first_stage_model.decoder.conv_in.weight': [512, 4, 3, 3],
    'cond_stage_model.transformer.text_model.embeddings.token_embedding.weight': [49_408, 768],
  })
