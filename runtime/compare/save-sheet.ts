import { outputNames } from '../../engine/image/files/output-names.ts'
import { withPngText } from '../../engine/image/files/png-text.ts'
import { type SavedFile, saveNumbered } from '../../engine/image/files/save-numbered.ts'
import { contactSheet } from '../../engine/image/sheet/contact-sheet.ts'
import type { SheetAxis, SheetText } from '../../engine/image/sheet/sheet-layout.ts'
import type { SheetCell } from '../../engine/image/sheet/sheet-svg.ts'
import { axisName, cellLabel } from '../../graph/compare/axis.ts'
import { captionOf } from '../../graph/compare/caption.ts'
import { fixedFacts } from '../../graph/compare/fixed-facts.ts'
import type { AxisInput } from '../../graph/compare/grid-event.ts'
import type { Prompt, Specs } from '../../graph/prompt.ts'
import type { FollowedGrid } from './follow-grids.ts'

/** What a sheet shows, in words and files. Two equal ones look the same. */
export interface Sheet {
  readonly text: SheetText
  readonly cells: readonly SheetCell[]
  readonly prefix: string
}

export function sheetOf({ grid, cells }: FollowedGrid, prompt: Prompt, specs: Specs): Sheet {
  const { prompt: title, facts } = fixedFacts(grid, prompt, specs)
  const axis = (input: AxisInput): { [K in AxisInput]?: SheetAxis } => {
    const found = grid.axes.find(axis => axis.input === input)
    return found
      ? { [input]: { name: axisName(found), values: found.values.map(value => cellLabel(found, value)) } }
      : {}
  }
  const index = (at: readonly number[], input: AxisInput) => at[grid.axes.findIndex(axis => axis.input === input)] ?? 0
  const prefix = prompt[grid.node]?.inputs.filename_prefix
  return {
    text: { title, facts: facts.join('  ·  '), ...axis('columns'), ...axis('rows'), ...axis('blocks') },
    // A cell that the run did not reach leaves its place empty.
    cells: grid.cells.map(({ at }) => {
      const cell = cells.find(each => each.at === at)
      return {
        column: index(at, 'columns'),
        row: index(at, 'rows'),
        block: index(at, 'blocks'),
        picture: cell?.picture?.path ?? null,
        caption: cell ? captionOf(cell) : '',
        error: cell?.error ?? null,
      }
    }),
    prefix: typeof prefix === 'string' ? prefix : 'compare',
  }
}

/** Saves it as Save Image does. @throws ImageError when the folder cannot be written */
export async function saveSheet(
  { text, cells, prefix }: Sheet,
  folder: string,
  metadata: Readonly<Record<string, string>>,
): Promise<SavedFile> {
  const png = await contactSheet(text, cells)
  const names = await outputNames(folder, prefix, { width: png.readUInt32BE(16), height: png.readUInt32BE(20) })
  const { file } = await saveNumbered(withPngText(png, metadata), names, { counter: names.firstCounter, inBatch: 0 })
  return file
}
