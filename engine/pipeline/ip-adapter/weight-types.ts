import { RangeInputError } from '../../errors.ts'
import type { Formula } from '../../formula.ts'
import { parseDecimal } from '../../text/decimal.ts'

export const weightTypes = [
  'linear',
  'ease in',
  'ease out',
  'ease in-out',
  'reverse in-out',
  'weak input',
  'weak output',
  'weak middle',
  'strong middle',
  'style transfer',
  'composition',
  'strong style transfer',
  'style and composition',
  'style transfer precise',
  'composition precise',
] as const
export type WeightType = (typeof weightTypes)[number] | 'strong style and composition'

export const weightTypeFormula: Formula = {
  lines: [
    'w_t = w·f(t),  t: the transformer, from 0;  n: their number, 16 for SD 1.x, 11 for SDXL',
    'ease in: f = 0.05 + 0.95·(1 − t/n),  ease out: f = 0.05 + 0.95·t/n',
    'ease in-out: f = 0.05 + 0.95·(1 − |t − n/2|/(n/2)),  reverse: f = 0.05 + 0.95·|t − n/2|/(n/2)',
    'weak …: f = 0.2 in that part;  strong middle: f = 0.2 outside the middle',
    'style: SDXL t = 6, SD 1.x t = 0–3 and 9–15;  composition: SDXL t = 3, SD 1.x t = 4 (f = 0.25) and 5',
    'precise: the picture is what to avoid, at the transformers of the other one',
  ],
  source: 'github.com/cubiq/ComfyUI_IPAdapter_plus, CrossAttentionPatch.py',
}

/** How an adapter counts in a UNet. */
export interface LayerWeights {
  readonly type: WeightType
  readonly weight: number
  /** Of the transformers that decide the composition; by default `weight`. */
  readonly composition?: number
  /** Factors of the weight by transformer, in place of those of the type; the others are 0. */
  readonly layers?: ReadonlyMap<number, number>
}

/** The spatial transformers of a UNet: how many there are, and how many of them are before the middle one. */
export interface Transformers {
  readonly count: number
  readonly before: number
}

/** Which transformers of a UNet decide what; SDXL has 11. */
const placesOf = (count: number) =>
  count === 11
    ? { style: [6], composition: new Map([[3, 1]]), softComposition: new Map([[3, 1]]) }
    : {
        style: [0, 1, 2, 3, 9, 10, 11, 12, 13, 14, 15],
        composition: new Map([
          [4, 1],
          [5, 1],
        ]),
        softComposition: new Map([
          [4, 0.25],
          [5, 1],
        ]),
      }

/**
 * Factors by transformer, written as `3:1, 6:0.5`.
 *
 * @returns undefined for an empty text
 * @throws  RangeInputError when a part is not a number of a transformer and a factor
 */
export function parseLayerWeights(text: string): ReadonlyMap<number, number> | undefined {
  if (text.trim() === '') return undefined
  const pairs = text.split(',').map(part => {
    const [layer, factor, ...more] = part.split(':').map(parseDecimal)
    if (!Number.isInteger(layer) || layer! < 0 || typeof factor !== 'number' || more.length > 0)
      throw new RangeInputError(
        `layer_weights: expected factors by transformer, as in 3:1, 6:0.5, got "${part.trim().slice(0, 60)}".`,
      )
    return [layer!, factor] as const
  })
  return new Map(pairs)
}

/** The weight of each transformer (`weightTypeFormula`). */
export function layerWeights(
  { type, weight, composition = weight, layers }: LayerWeights,
  all: Transformers,
): number[] {
  if (layers) return Array.from({ length: all.count }, (_, t) => (layers.get(t) ?? 0) * weight)
  return Array.from({ length: all.count }, (_, t) => weightAt(type, { weight, composition }, t, all))
}

function weightAt(
  type: WeightType,
  { weight, composition }: { readonly weight: number; readonly composition: number },
  t: number,
  { count, before }: Transformers,
): number {
  const part = t < before ? 'input' : t === before ? 'middle' : 'output'
  const distance = Math.abs(t - count / 2) / (count / 2)
  const places = placesOf(count)
  const style = places.style.includes(t) ? weight : 0
  const [soft, hard] = [places.softComposition.get(t) ?? 0, places.composition.get(t) ?? 0]
  switch (type) {
    case 'linear':
      return weight
    case 'ease in':
      return weight * (0.05 + 0.95 * (1 - t / count))
    case 'ease out':
      return weight * (0.05 + 0.95 * (t / count))
    case 'ease in-out':
      return weight * (0.05 + 0.95 * (1 - distance))
    case 'reverse in-out':
      return weight * (0.05 + 0.95 * distance)
    case 'weak input':
    case 'weak middle':
    case 'weak output':
      return type === `weak ${part}` ? weight * 0.2 : weight
    case 'strong middle':
      return part === 'middle' ? weight : weight * 0.2
    case 'style transfer':
      return style
    case 'composition':
      return weight * soft
    case 'strong style transfer':
      return hard === 0 ? weight : 0
    case 'style and composition':
    case 'style transfer precise':
      return style + composition * soft
    case 'strong style and composition':
      return hard === 0 ? weight : composition
    case 'composition precise':
      return hard === 0 ? (style === 0 ? weight * 0.1 : weight) : composition * soft
  }
}

/** The transformers where the picture is what to avoid, and nothing is drawn (the precise types). */
export function swappedAt(type: WeightType, count: number): number[] {
  const { composition } = placesOf(count)
  const all = Array.from({ length: count }, (_, t) => t)
  if (type === 'style transfer precise') return [...composition.keys()]
  return type === 'composition precise' ? all.filter(t => !composition.has(t)) : []
}
