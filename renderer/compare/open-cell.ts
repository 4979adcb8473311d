import { settingsOf } from '../../graph/compare/caption.ts'
import { cellWorkflow } from '../../graph/compare/cell-workflow.ts'
import type { ComparedCell } from '../../graph/compare/grid-event.ts'
import { writeWorkflow } from '../../graph/workflow.ts'
import { openDocument } from '../commands/exchange/workflow-files.ts'
import type { DocumentHandle } from '../studio/document-handle.ts'
import type { Overlay } from '../studio/layout.ts'
import type { Studio } from '../studio/studio.ts'
import type { GridView } from './grid-view.ts'

/** The dialog with all pictures of a grid. */
export const gridDialog = ({ id }: DocumentHandle, node: string): Overlay => ({
  kind: 'node',
  view: 'compare',
  document: id,
  node,
})

/** Opens the workflow of one cell in a new tab, with its picture already shown. */
export const openCell = (
  studio: Studio,
  document: DocumentHandle,
  { node, drawn }: GridView,
  cell: ComparedCell,
): Promise<void> =>
  studio.attempt(() => {
    const { layout, runs, specs } = studio
    const workflow = cellWorkflow(drawn, specs, node, cell.overrides)
    if (!workflow)
      throw new Error(
        'These values cannot be applied to the workflow: a widget is inside a subgraph, or its value comes from a wire.',
      )
    const title = `${document.read().title}: ${settingsOf(cell)}`
    layout.close()
    const { id } = openDocument(studio, { title, path: null, text: writeWorkflow(workflow) })
    if (cell.picture) runs.addPicture(id, node, cell.picture)
  })
