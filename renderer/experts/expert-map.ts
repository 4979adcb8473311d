import type { RunEvent } from '../../runtime/contract/run-event.ts'

/** Which experts of a mixture acted where: what a sampler reported, step by step. */
export interface ExpertMap {
  readonly names: readonly string[]
  readonly layers: readonly string[]
  /** In the order of the steps. */
  readonly steps: readonly StepShares[]
}

interface StepShares {
  readonly step: number
  /** By layer the share of each expert. */
  readonly shares: readonly (readonly number[])[]
}

export interface MapRow {
  /** `In 4`, or with its layer: `In 4 attn1.to_q`. */
  readonly label: string
  /** By step the share of each expert. */
  readonly cells: readonly (readonly number[])[]
}

/** A long run keeps every second step, so that the map still shows the whole run. */
const mostSteps = 24

/** The map with one more report. A solver may evaluate the network twice in a step; the last evaluation is shown. */
export function mapAfter(
  before: ExpertMap | undefined,
  { names, layers, step, shares }: Extract<RunEvent, { readonly kind: 'experts' }>,
): ExpertMap {
  const known = (before?.steps ?? []).filter(({ step: other }) => other < step)
  const kept = known.length < mostSteps ? known : known.filter((_, i) => i % 2 === 0)
  return { names, layers, steps: [...kept, { step, shares }] }
}

/** A row for each block, with the means of its layers, or one for each layer. */
export function rowsOf({ layers, steps }: ExpertMap, by: 'blocks' | 'layers'): readonly MapRow[] {
  const rows = Map.groupBy(layers.keys(), i => (by === 'blocks' ? blockOf(layers[i]!) : labelOf(layers[i]!)))
  return [...rows].map(([label, members]) => ({
    label,
    cells: steps.map(({ shares }) => means(members.map(i => shares[i] ?? []))),
  }))
}

/** The mean share of each expert over all layers and steps. */
export const meanShares = ({ steps }: ExpertMap): readonly number[] => means(steps.flatMap(({ shares }) => shares))

/** `fox 62 %, cat 38 %`, the largest first; experts that did not act are left out. */
export function sharesInWords(shares: readonly number[], names: readonly string[]): string {
  const acting = shares.map((share, i) => ({ share, name: names[i] ?? `Expert ${i + 1}` }))
  return acting
    .filter(({ share }) => share >= 0.005)
    .toSorted((a, b) => b.share - a.share)
    .map(({ share, name }) => `${name} ${Math.round(100 * share)} %`)
    .join(', ')
}

function means(rows: readonly (readonly number[])[]): readonly number[] {
  const [first = []] = rows
  return first.map((_, i) => rows.reduce((sum, row) => sum + row[i]!, 0) / rows.length)
}

const blockOf = (layer: string): string => {
  const [, side, number] = /^(in|out)put_blocks\.(\d+)\./.exec(layer) ?? []
  return side === undefined ? layer : `${side === 'in' ? 'In' : 'Out'} ${number}`
}

/** A spatial transformer of SDXL has several blocks: their number precedes the layer. */
const labelOf = (layer: string): string => {
  const [, number, part] = /\.transformer_blocks\.(\d+)\.(.+)$/.exec(layer) ?? []
  return `${blockOf(layer)} ${number === '0' ? '' : `${number}.`}${part ?? ''}`
}
