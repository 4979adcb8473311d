import type { Json } from '../../graph/json.ts'
import type { Override } from '../../graph/planning/overrides.ts'
import type { Picture } from './run-event.ts'

/** A grid of pictures that a run is drawing. */
export interface ComparedGrid {
  readonly node: string
  readonly axes: readonly ComparedAxis[]
  /** How many cells it has. */
  readonly cells: number
}

export interface ComparedAxis {
  readonly input: 'columns' | 'rows' | 'blocks'
  readonly node: string
  /** Of that node. */
  readonly title: string
  readonly widget: string
  readonly values: readonly Json[]
}

/** A cell that was drawn, or was not. */
export interface ComparedCell {
  /** Which value of each axis, from 0. */
  readonly at: readonly number[]
  /** What makes it of the workflow. */
  readonly overrides: readonly Override[]
  /** The picture at the size of a cell. */
  readonly picture: (Picture & { readonly path: string }) | null
  /** What sampling, decoding and everything between took, without loading; null where nobody knows. */
  readonly seconds: number | null
  /** Nothing had to be computed for it in this run. */
  readonly reused: boolean
  /** Why there is no picture. */
  readonly error: string | null
}
