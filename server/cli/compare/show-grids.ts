import { valueLabel } from '../../../graph/compare/axis.ts'
import { captionOf } from '../../../graph/compare/caption.ts'
import type { ComparedCell } from '../../../graph/compare/grid-event.ts'
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
function lineOf(cell: ComparedCell): string {
  const values = cell.overrides.map(({ input, value }) => `${input} = ${valueLabel(value)}`).join(', ')
  return `${values}: ${cell.error ?? captionOf(cell)}`
}
