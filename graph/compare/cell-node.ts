import type { PromptNode } from '../prompt.ts'
import { type Axis, axisInputs } from './axis.ts'

/** The most pixels of a sheet: many programs do not open larger pictures. */
const mostPixels = 40_000_000
const longestSide = 16_000
/** Approximate pixels between two cells: a gap, and the line below each cell. */
const between = 40

/**
 * The grid's own node as each of its cells has it: without the axes, on which a cell does not depend, and with cells
 * small enough for all of them to fit on a sheet.
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
      // A cell is not drawn again when the sheet has another name.
      ...(save === false && prefix !== undefined && { filename_prefix: '' }),
    },
  }
}
