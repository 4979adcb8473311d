import { captionOf, settingsOf } from '../../../graph/compare/caption.ts'
import type { ComparedCell, GridEvent } from '../../../graph/compare/grid-event.ts'
import type { Json } from '../../../graph/json.ts'
import type { RunEvent } from '../../../runtime/contract/run-event.ts'
import { timeLeft } from '../duration.ts'

/** Shows grids while they are drawn: a line for each cell, and on every other line how far the grid is. */
export function showGrids(line: (text: string) => void) {
  let [node, far] = ['', '']
  return {
    /** `  cell 4 of 12, 8 s left`; empty when no grid is being drawn. */
    get far() {
      return far
    },
    /** @returns whether the event was about a grid, and is shown */
    shows(event: RunEvent): boolean {
      if (event.kind === 'grid') [node, far] = [event.grid.node, `  cell 1 of ${event.grid.cells}`]
      else if (event.kind === 'cell') line(`  ${lineOf(event.cell)}`)
      else if (event.kind === 'progress' && event.node === node) far = farOf(event)
      else return false
      return true
    },
  }
}

const farOf = ({ step, of, secondsLeft }: Extract<RunEvent, { kind: 'progress' }>): string =>
  step < of ? `  cell ${step + 1} of ${of}${secondsLeft ? `, ${timeLeft(secondsLeft)}` : ''}` : ''

/** `steps = 4, eta = 0.3: 0.31 s` */
const lineOf = (cell: ComparedCell): string => `${settingsOf(cell)}: ${cell.error ?? captionOf(cell)}`

/** A grid in the JSON that `leapgraph run --json` prints. */
export interface ReportedGrid {
  readonly node: string
  /** In the order in which they were made. */
  readonly cells: readonly {
    /** `{"6.steps": 4, "6.eta": 0.3}` */
    readonly values: Readonly<Record<string, Json>>
    /** Of sampling, decoding and what lies between, without loading. */
    readonly seconds: number | null
    readonly reused: boolean
    /** The picture at the size of a cell; it is a temporary file. */
    readonly path: string | null
    readonly error: string | null
  }[]
}

/** Collects the grids of a run. */
export function gridReport() {
  const grids = new Map<string, ReportedGrid['cells'][number][]>()
  return {
    on(event: GridEvent): void {
      if (event.kind === 'grid') grids.set(event.grid.node, [])
      else grids.get(event.node)?.push(reported(event.cell))
    },
    grids: (): readonly ReportedGrid[] => [...grids].map(([node, cells]) => ({ node, cells })),
  }
}

const reported = ({ overrides, seconds, reused, picture, error }: ComparedCell): ReportedGrid['cells'][number] => ({
  values: Object.fromEntries(overrides.map(({ id, input, value }) => [`${id}.${input}`, value])),
  seconds: seconds === null ? null : Math.round(seconds * 1000) / 1000,
  reused,
  path: picture?.path ?? null,
  error,
})
