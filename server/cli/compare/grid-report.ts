import type { ComparedCell, GridEvent } from '../../../graph/compare/grid-event.ts'
import type { Json } from '../../../graph/json.ts'

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
