import type { Formula } from '../../formula.ts'
import type { Queries } from '../../networks/unet.ts'
import { Value } from '../../onnx/value.ts'
import type { Feed } from '../../runtime/session.ts'
import type { Generator } from '../../tensor/random/random.ts'
import type { ActivePatch } from './active-patch.ts'

export interface TokenMerging {
  readonly kind: 'token-merging'
  /** The share of the tokens that are merged into others, from 0 to 1. */
  readonly ratio: number
}

export const mergedTokens: Formula = {
  lines: [
    'of every 2×2 tokens one, drawn at random, is a destination',
    'the ratio·n tokens that are most like a destination (cosine) are averaged into it',
    'self-attention asks for these only; each merged token gets the result of its destination',
  ],
  source: 'Bolya & Hoffman 2023, arXiv:2303.17604, as ComfyUI applies it: queries at full size only',
}

interface Place {
  /** Of the patch's own input. */
  readonly name: string
  readonly latent: { readonly height: number; readonly width: number }
  readonly random: () => Generator
  /** How many self-attentions work at the latent's full size. */
  readonly layers: number
}

/** Token merging (`mergedTokens`). The destinations are inputs of the graph: each evaluation draws new ones. */
export function tokenMerging({ ratio }: TokenMerging, place: Place): ActivePatch | undefined {
  const { name, random, layers, latent } = place
  const tokens = latent.height * latent.width
  const merged = Math.min(Math.trunc(tokens * ratio), tokens - cellsOf(latent))
  if (merged <= 0 || latent.height === 1 || latent.width === 1 || layers === 0) return undefined
  const drawn = Array.from({ length: layers }, () => drawOrder(latent, random()))
  return {
    key: `token-merging ${merged}`,
    feeds: {
      [`${name}.order`]: table(drawn),
      [`${name}.back`]: table(drawn.map(inverse)),
    },
    hooks({ graph }) {
      const input = (which: string) => Value.input(graph, `${name}.${which}`, [layers, tokens], 'int64')
      const [order, back] = [input('order'), input('back')]
      let layer = 0
      return {
        selfAttention(x) {
          if (x.dims[1] !== tokens || layer === layers) return undefined
          const row = (all: Value) => all.slice(0, layer, layer + 1).reshape([tokens])
          const how = { order: row(order), back: row(back), destinations: cellsOf(latent), merged }
          layer++
          return mergeTokens(x, how)
        },
      }
    },
  }
}

interface Division {
  /** All tokens, the sources first, and the place of each token in it, [L] (int64). */
  readonly order: Value
  readonly back: Value
  readonly destinations: number
  readonly merged: number
}

/** @param x  [N, L, C] */
function mergeTokens(x: Value, { order, back, destinations, merged }: Division): Queries {
  const [n, length, c] = x.dims as [number, number, number]
  const [sources, kept] = [length - destinations, length - destinations - merged]
  const whole = x.in('float32')
  const sorted = whole.take(1, order)
  const split = (y: Value) => [y.slice(1, 0, sources), y.slice(1, sources, length)] as const
  const [from, to] = split(sorted)
  const [a, b] = split(sorted.mul(sorted.norm([2]).reciprocal()))
  const scores = a.matmul(b.transpose([0, 2, 1]))
  const alike = scores.most().reshape([n, sources]).descending()
  const [gone, stay] = [alike.slice(1, 0, merged), alike.slice(1, merged, sources)]
  const nearest = scores.mostAt().rowsAt(gone).reshape([n, merged])

  const ones = (rows: number) => Value.constant(x.graph, new Float32Array(n * rows).fill(1), [n, rows, 1])
  const counted = (y: Value) => y.concat([ones(y.dims[1]!)], 2)
  const sums = counted(to).scatter(nearest, counted(from.rowsAt(gone)), 'add')
  const means = sums.slice(2, 0, c).mul(sums.slice(2, c, c + 1).reciprocal())
  const queries = (kept > 0 ? from.rowsAt(stay).concat([means], 1) : means).in(x.type)

  const whole64 = (values: readonly number[], dims: readonly number[]) =>
    new Value(x.graph, x.graph.integers(values, dims), dims, 'int64')
  const counting = (rows: number, first: number) =>
    whole64(
      Array.from({ length: n * rows }, (_, i) => first + (i % rows)),
      [n, rows],
    )
  const ofDestination = nearest.add(whole64([kept], [1]))
  const inOrder = kept > 0 ? ofDestination.concat([counting(kept, 0)], 1) : ofDestination
  const ofSources = whole64(new Array(n * sources).fill(0), [n, sources]).scatter(alike, inOrder, 'replace')
  const rows = ofSources.concat([counting(destinations, kept)], 1).take(1, back)
  return { queries, back: y => y.rowsAt(rows) }
}

/** How many self-attentions of a UNet work at the latent's full size: those before its first and after its last change of size. */
export function layersAtFullSize(keys: readonly string[]): number {
  const numbers = (pattern: RegExp) => keys.flatMap(key => pattern.exec(key)?.[1] ?? []).map(Number)
  const firstDown = Math.min(...numbers(/^input_blocks\.(\d+)\.0\.op\.weight$/))
  const lastUp = Math.max(...numbers(/^output_blocks\.(\d+)\.\d+\.conv\.weight$/))
  const down = numbers(/^input_blocks\.(\d+)\.\d+\.transformer_blocks\.\d+\.attn1\.to_q\.weight$/)
  const up = numbers(/^output_blocks\.(\d+)\.\d+\.transformer_blocks\.\d+\.attn1\.to_q\.weight$/)
  return down.filter(number => number < firstDown).length + up.filter(number => number > lastUp).length
}

const cellsOf = ({ height, width }: Place['latent']): number => Math.floor(height / 2) * Math.floor(width / 2)

/** All tokens of a latent, those that are not destinations first. */
function drawOrder({ height, width }: Place['latent'], random: Generator): number[] {
  const [rows, columns] = [Math.floor(height / 2), Math.floor(width / 2)]
  const corners = random.randint(4, rows * columns)
  const destinations = corners.map((corner, cell) => {
    const [row, column] = [Math.floor(cell / columns), cell % columns]
    return (2 * row + (corner >> 1)) * width + 2 * column + (corner & 1)
  })
  const isDestination = new Set(destinations)
  const sources = Array.from({ length: height * width }, (_, token) => token).filter(token => !isDestination.has(token))
  return [...sources, ...destinations]
}

function inverse(order: readonly number[]): number[] {
  const places = new Array<number>(order.length)
  for (const [place, token] of order.entries()) places[token] = place
  return places
}

const table = (rows: readonly (readonly number[])[]): Feed => ({
  dims: [rows.length, rows[0]!.length],
  data: BigInt64Array.from(rows.flat(), BigInt),
})
