import { axisName, cellLabel } from '../../graph/compare/axis.ts'
import type { AxisInput, ComparedCell } from '../../graph/compare/grid-event.ts'
import type { GridView } from './grid-view.ts'

/** The labels along one edge; one without a text where there is no such axis. */
export interface Edge {
  readonly name: string
  readonly labels: readonly string[]
}

export interface Laid {
  readonly columns: Edge
  readonly rows: Edge
  readonly blocks: Edge
  /** Undefined where it is not drawn yet. */
  cell(place: Place): ComparedCell | undefined
}

export interface Place {
  readonly column: number
  readonly row: number
  readonly block: number
}

/** The cells of a grid by where they stand. */
export function layCells({ axes, done }: GridView): Laid {
  const edge = (input: AxisInput): Edge => {
    const axis = axes.find(axis => axis.input === input)
    return axis
      ? { name: axisName(axis), labels: axis.values.map(value => cellLabel(axis, value)) }
      : { name: '', labels: [''] }
  }
  const byPlace = new Map(done.map(cell => [cell.at.join(), cell]))
  const index = { columns: 'column', rows: 'row', blocks: 'block' } as const
  return {
    columns: edge('columns'),
    rows: edge('rows'),
    blocks: edge('blocks'),
    cell: place => byPlace.get(axes.map(({ input }) => place[index[input]]).join()),
  }
}

/** Where a key leads from a place; the blocks follow one another. */
export function stepFrom({ column, row, block }: Place, key: string, { columns, rows, blocks }: Laid): Place | null {
  const [across, down] = [columns.labels.length, rows.labels.length]
  const line = block * down + row
  const to = (column: number, line: number): Place | null =>
    column < 0 || column >= across || line < 0 || line >= down * blocks.labels.length
      ? null
      : { column, row: line % down, block: Math.floor(line / down) }
  switch (key) {
    case 'ArrowLeft':
      return to(column - 1, line)
    case 'ArrowRight':
      return to(column + 1, line)
    case 'ArrowUp':
      return to(column, line - 1)
    case 'ArrowDown':
      return to(column, line + 1)
    case 'Home':
      return to(0, line)
    case 'End':
      return to(across - 1, line)
    default:
      return null
  }
}
