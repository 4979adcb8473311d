import { diffusersNames } from '../../../../engine/checkpoint/diffusers-names.ts'
import { below, biased, type Layers, renamed } from './layout.ts'

/** What tells one Stable Diffusion UNet from another: table 6.2 of ComfyUI's families. */
export interface UnetKind {
  readonly channels: number
  readonly levels: readonly number[]
  /** Transformer blocks of each attention of a level. */
  readonly depths: readonly number[]
  /** 0: the middle has no attention. */
  readonly middle: number
  readonly context: number
  readonly resBlocks?: number
  readonly convolves?: boolean
  /** How wide the pooled text and sizes are. */
  readonly label?: number
  readonly inChannels?: number
}

export const kinds = {
  sd1: { channels: 320, levels: [1, 2, 4, 4], depths: [1, 1, 1, 0], middle: 1, context: 768, convolves: true },
  sd2: { channels: 320, levels: [1, 2, 4, 4], depths: [1, 1, 1, 0], middle: 1, context: 1024 },
  sdxl: { channels: 320, levels: [1, 2, 4], depths: [0, 2, 10], middle: 10, context: 2048, label: 2816 },
  refiner: { channels: 384, levels: [1, 2, 4, 4], depths: [0, 4, 4, 0], middle: 4, context: 1280, label: 2560 },
  ssd1b: { channels: 320, levels: [1, 2, 4], depths: [0, 2, 4], middle: 0, context: 2048, label: 2816 },
  vega: { channels: 320, levels: [1, 2, 4], depths: [0, 1, 2], middle: 0, context: 2048, label: 2816 },
  koala700m: {
    channels: 320,
    levels: [1, 2, 4],
    depths: [0, 2, 5],
    middle: 0,
    context: 2048,
    label: 2816,
    resBlocks: 1,
  },
} as const satisfies Record<string, UnetKind>

/** A UNet under CompVis' names. */
export function* unetLayers(kind: UnetKind): Layers & Generator<readonly [string, readonly number[]]> {
  const { channels, levels, depths, middle, resBlocks = 2 } = kind
  const skips = [channels]
  yield* ends(kind)
  for (const [level, times] of levels.entries()) {
    for (let i = 0; i < resBlocks; i++) {
      yield* block(`input_blocks.${skips.length}`, kind, [skips.at(-1)!, channels * times], depths[level]!)
      skips.push(channels * times)
    }
    if (level === levels.length - 1) continue
    yield* biased(`input_blocks.${skips.length}.0.op`, channels * times, channels * times, 3, 3)
    skips.push(channels * times)
  }
  const wide = skips.at(-1)!
  yield* block('middle_block', kind, [wide, wide], middle)
  if (middle > 0) yield* below('middle_block.2', resBlock(kind, wide, wide))
  yield* wayOut(kind, skips)
}

function* ends({
  channels: c,
  inChannels = 4,
  label,
}: UnetKind): Layers & Generator<readonly [string, readonly number[]]> {
  yield* biased('time_embed.0', 4 * c, c)
  yield* biased('time_embed.2', 4 * c, 4 * c)
  if (label !== undefined) yield* biased('label_emb.0.0', 4 * c, label)
  if (label !== undefined) yield* biased('label_emb.0.2', 4 * c, 4 * c)
  yield* biased('input_blocks.0.0', c, inChannels, 3, 3)
  yield* biased('out.0', c)
  yield* biased('out.2', 4, c, 3, 3)
}

function* wayOut(kind: UnetKind, skips: number[]): Generator<readonly [string, readonly number[]]> {
  const { channels, levels, depths, resBlocks = 2 } = kind
  let [number, wide] = [0, skips.at(-1)!]
  for (const [level, times] of [...levels.entries()].reverse())
    for (let i = 0; i <= resBlocks; i++, number++, wide = channels * times) {
      const name = `output_blocks.${number}`
      yield* block(name, kind, [wide + skips.pop()!, channels * times], depths[level]!)
      const upsampled = i === resBlocks && level > 0
      if (upsampled)
        yield* biased(`${name}.${depths[level]! > 0 ? 2 : 1}.conv`, channels * times, channels * times, 3, 3)
    }
}

function* block(name: string, kind: UnetKind, [from, to]: readonly [number, number], depth: number) {
  yield* below(`${name}.0`, resBlock(kind, from, to))
  if (depth > 0) yield* below(`${name}.1`, transformer(kind, to, depth))
}

function* resBlock({ channels }: UnetKind, from: number, to: number) {
  yield* biased('in_layers.0', from)
  yield* biased('in_layers.2', to, from, 3, 3)
  yield* biased('emb_layers.1', to, 4 * channels)
  yield* biased('out_layers.0', to)
  yield* biased('out_layers.3', to, to, 3, 3)
  if (from !== to) yield* biased('skip_connection', to, from, 1, 1)
}

function* transformer({ context, convolves = false }: UnetKind, c: number, depth: number) {
  yield* biased('norm', c)
  for (const name of ['proj_in', 'proj_out']) yield* convolves ? biased(name, c, c, 1, 1) : biased(name, c, c)
  for (let i = 0; i < depth; i++) {
    for (const norm of ['norm1', 'norm2', 'norm3']) yield* biased(`transformer_blocks.${i}.${norm}`, c)
    yield* below(`transformer_blocks.${i}.attn1`, attention(c, c))
    yield* below(`transformer_blocks.${i}.attn2`, attention(c, context))
    yield* biased(`transformer_blocks.${i}.ff.net.0.proj`, 8 * c, c)
    yield* biased(`transformer_blocks.${i}.ff.net.2`, c, 4 * c)
  }
}

function* attention(c: number, context: number) {
  yield ['to_q.weight', [c, c]] as const
  yield ['to_k.weight', [c, context]] as const
  yield ['to_v.weight', [c, context]] as const
  yield* biased('to_out.0', c, c)
}

/** The same UNet under diffusers' names, in which what SD 2 is told beside the prompt is a class. */
export function diffusersUnetLayers(kind: UnetKind): Layers {
  const layers = [...unetLayers(kind)]
  const modules = new Set(layers.map(([name]) => name.replace(/\.\w+$/, '')))
  const names = new Map([...diffusersNames(modules)].map(([diffusers, ldm]) => [ldm, diffusers]))
  const beside = kind.context === 1024 ? 'class_embedding' : 'add_embedding'
  return renamed(layers, name =>
    name
      .replace(/^(.+)\.(\w+)$/, (_, module, end) => `${names.get(module) ?? module}.${end}`)
      .replace('add_embedding', beside),
  )
}
