import type { Json } from '../json.ts'
import type { Override } from '../planning/overrides.ts'
import type { SavedImage } from '../run/step-event.ts'

/** What a run reports about its grids, besides the events of their nodes. */
export type GridEvent =
  /** A grid is about to be drawn. */
  | { readonly kind: 'grid'; readonly grid: ComparedGrid }
  /** One more of its cells is done. `node` is the grid's. */
  | { readonly kind: 'cell'; readonly node: string; readonly cell: ComparedCell }

/** A grid of pictures that a run is drawing. */
export interface ComparedGrid {
  readonly node: string
  readonly axes: readonly ComparedAxis[]
  /** How many cells it has. */
  readonly cells: number
}

export type AxisInput = 'columns' | 'rows' | 'blocks'

/** One widget of one node, and the values it goes through. */
export interface ComparedAxis {
  readonly input: AxisInput
  readonly node: string
  /** Of that node. */
  readonly title: string
  readonly widget: string
  readonly values: readonly Json[]
}

/** A cell that was drawn, or could not be. */
export interface ComparedCell {
  /** Which value of each axis, from 0. */
  readonly at: readonly number[]
  /** The values that make this cell of the workflow. */
  readonly overrides: readonly Override[]
  /** The picture at the size of a cell. */
  readonly picture: SavedImage | null
  /** The time of sampling, decoding and the steps between, without loading; null where it is not known. */
  readonly seconds: number | null
  /** Nothing had to be computed for it in this run. */
  readonly reused: boolean
  /** Why there is no picture. */
  readonly error: string | null
}
