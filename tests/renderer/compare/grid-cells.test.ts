import { expect, test } from 'vitest'
import type { ComparedCell } from '../../../graph/compare/grid-event.ts'
import { emptyWorkflow } from '../../../graph/workflow.ts'
import { layCells, stepFrom } from '../../../renderer/compare/grid-cells.ts'

const axis = (input: 'columns' | 'rows' | 'blocks', widget: string, values: readonly (number | string)[]) => ({
  input,
  node: '6',
  title: 'Few steps',
  widget,
  values,
})
const cell = (...at: number[]): ComparedCell => ({
  at,
  overrides: [],
  picture: null,
  seconds: null,
  reused: false,
  error: null,
})
const axes = [axis('columns', 'steps', [1, 2, 4]), axis('rows', 'eta', [0, 1]), axis('blocks', 'sampler', ['x', 'y'])]
const laid = layCells({ node: '9', cells: 12, drawn: emptyWorkflow, axes, done: [cell(2, 0, 1), cell(0, 1, 0)] })

test('every cell stands under its values, whatever was drawn first', () => {
  expect(laid.columns).toEqual({ name: 'Few steps · steps', labels: ['steps = 1', 'steps = 2', 'steps = 4'] })
  expect(laid.blocks.labels).toEqual(['x', 'y'])
  expect(laid.cell({ column: 2, row: 0, block: 1 })?.at).toEqual([2, 0, 1])
  expect(laid.cell({ column: 0, row: 0, block: 0 })).toBeUndefined()
})

test('a grid of rows alone is one column', () => {
  const rows = layCells({ node: '9', cells: 2, drawn: emptyWorkflow, axes: [axes[1]!], done: [cell(1)] })
  expect(rows.columns).toEqual({ name: '', labels: [''] })
  expect(rows.cell({ column: 0, row: 1, block: 0 })?.at).toEqual([1])
})

test('the arrows go from cell to cell and from block to block, and stop at the edges', () => {
  const from = { column: 1, row: 1, block: 0 }
  expect(stepFrom(from, 'ArrowRight', laid)).toEqual({ column: 2, row: 1, block: 0 })
  expect(stepFrom(from, 'ArrowDown', laid)).toEqual({ column: 1, row: 0, block: 1 })
  expect(stepFrom(from, 'Home', laid)).toEqual({ column: 0, row: 1, block: 0 })
  expect(stepFrom({ column: 2, row: 1, block: 1 }, 'ArrowDown', laid)).toBeNull()
  expect(stepFrom({ column: 2, row: 1, block: 1 }, 'ArrowRight', laid)).toBeNull()
  expect(stepFrom(from, 'a', laid)).toBeNull()
})
