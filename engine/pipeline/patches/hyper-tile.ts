import type { Formula } from '../../formula.ts'
import type { UnetHooks } from '../../networks/unet.ts'
import { pythonGenerator } from '../../tensor/random/python.ts'
import { roundHalfEven } from '../../tensor/round-half-even.ts'
import type { ActivePatch } from './active-patch.ts'

export interface HyperTile {
  readonly kind: 'hyper-tile'
  /** In pixels. */
  readonly tileSize: number
  /** From how many possible divisions one is drawn. */
  readonly swapSize: number
  readonly maxDepth: number
  readonly scaleDepth: boolean
}

export const tiledAttention: Formula = {
  lines: ['self-attention within tiles of the picture: n tiles cost 1/n'],
  source: 'HyperTile, github.com/tfernd/HyperTile, as ComfyUI applies it',
}

/**
 * Self-attention in tiles (`tiledAttention`). As in ComfyUI the queries are cut into rectangles, the keys into strips of whole
 * rows, and height and width change places where they differ.
 *
 * With `swapSize` above 1 ComfyUI draws a division for each attention, with a counter that runs through all steps. Here the
 * counter begins anew with each evaluation, so that the graph stays the same from step to step.
 */
export const hyperTile = (settings: HyperTile): ActivePatch => ({
  key: JSON.stringify(settings),
  feeds: {},
  hooks(weights, latent) {
    const channels = weights.dims('input_blocks.0.0.weight')[0]!
    return { selfAttention: tiled(settings, channels, latent.width / latent.height) }
  },
})

function tiled(
  { tileSize, swapSize, maxDepth, scaleDepth }: HyperTile,
  channels: number,
  aspect: number,
): NonNullable<UnetHooks['selfAttention']> {
  const widths = Array.from({ length: maxDepth + 1 }, (_, depth) => channels * 2 ** depth)
  const least = Math.floor(Math.max(32, tileSize) / 8)
  let counter = 1
  return tokens => {
    const [n, length, width] = tokens.dims as [number, number, number]
    if (!widths.includes(width)) return undefined
    const [h, w] = sidesOf(length, aspect)
    const tile = least * (scaleDepth ? 2 ** (Math.floor(width / channels) - 1) : 1)
    const rows = drawDivision(h, tile, swapSize, counter++)
    const columns = drawDivision(w, tile, swapSize, counter++)
    if (rows * columns === 1) return undefined
    const [tall, wide] = [h / rows, w / columns]
    return {
      queries: tokens
        .reshape([n, rows, tall, columns, wide, width])
        .transpose([0, 1, 3, 2, 4, 5])
        .reshape([n * rows * columns, tall * wide, width]),
      back: y =>
        y.reshape([n, rows, columns, tall, wide, width]).transpose([0, 1, 3, 2, 4, 5]).reshape([n, length, width]),
    }
  }
}

/** One of the first `most` ways to divide a length into equal parts of at least `least`. */
function drawDivision(length: number, least: number, most: number, seed: number): number {
  const ways: number[] = []
  for (let part = Math.min(least, length); part <= length && ways.length < most; part++)
    if (length % part === 0) ways.push(length / part)
  return ways[ways.length === 1 ? 0 : pythonGenerator(seed).below(ways.length)]!
}

/** Whole sides of h·w tokens, h/w close to `aspect`. */
function sidesOf(tokens: number, aspect: number): [number, number] {
  const [h, w] = [roundHalfEven(Math.sqrt(tokens * aspect)), roundHalfEven(Math.sqrt(tokens / aspect))]
  if (tokens % h === 0) return [h, tokens / h]
  if (tokens % w === 0) return [tokens / w, w]
  const pairs = Array.from({ length: tokens - 1 }, (_, i) => i + 2).filter(i => tokens % i === 0)
  const far = (i: number) => Math.abs(tokens / i / i - aspect)
  const best = pairs.reduce((best, i) => (far(i) < far(best) ? i : best))
  return [best, tokens / best]
}
