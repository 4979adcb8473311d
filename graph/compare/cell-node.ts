import type { PromptNode } from '../prompt.ts'
import { type Axis, axisInputs } from './axis.ts'

/** Pixels of a sheet: more is no picture that programs open gladly. */
const mostPixels = 40_000_000
const longestSide = 16_000
/** Pixels between two cells, about: a gap, and below each one its seconds. */
const between = 40

/**
 * The grid's own node as each of its cells has it: without the axes, which are no part of what a cell depends on, and
 * with cells no larger than all of them fit on a sheet.
 */
export function cellNode(grid: PromptNode, axes: readonly Axis[]): PromptNode {
  const inputs = { ...grid.inputs, ...Object.fromEntries(axisInputs.map(input => [input, ''])) }
  const count = (input: string) => axes.find(axis => axis.input === input)?.values.length ?? 1
  const [across, down] = [count('columns'), count('rows') * count('blocks')]
  const most = Math.min(
    Math.sqrt(mostPixels / (across * down)),
    longestSide / across - between,
    longestSide / down - between,
  )
  const { cell_size: size, filename_prefix: prefix, save_cells: save } = inputs
  return {
    ...grid,
    inputs: {
      ...inputs,
      ...(typeof size === 'number' && size > most && { cell_size: Math.max(32, Math.floor(most / 32) * 32) }),
      // Another name of the sheet draws no cell again.
      ...(save === false && prefix !== undefined && { filename_prefix: '' }),
    },
  }
}
