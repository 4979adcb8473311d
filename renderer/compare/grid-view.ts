import type { ComparedCell, ComparedGrid, GridEvent } from '../../graph/compare/grid-event.ts'
import type { Workflow } from '../../graph/workflow.ts'

/** A grid that a run draws, with the cells that are done. */
export interface GridView extends ComparedGrid {
  /** The document that was run. */
  readonly drawn: Workflow
  readonly done: readonly ComparedCell[]
}

type Grids = Readonly<Record<string, GridView>>

/** The grids of a document, by node, after an event of one of them. */
export function gridsAfter(grids: Grids, event: GridEvent, drawn: Workflow): Grids {
  if (event.kind === 'grid') return { ...grids, [event.grid.node]: { ...event.grid, drawn, done: [] } }
  const grid = grids[event.node]
  return grid ? { ...grids, [event.node]: { ...grid, done: [...grid.done, event.cell] } } : grids
}
