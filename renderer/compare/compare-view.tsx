import { LayoutGrid } from 'lucide-react'
import { Button } from 'react-aria-components'
import { gridType } from '../../graph/compare/axis.ts'
import type { WorkflowNode } from '../../graph/workflow.ts'
import { flow, texts } from '../look/styles.ts'
import type { DocumentHandle } from '../studio/document-handle.ts'
import type { MenuEntry, NodeView, Studio } from '../studio/studio.ts'
import { useDocument, useRunView, useStudio } from '../studio/use-studio.ts'
import { compareCommands } from './compare-commands.ts'
import { comparablesOf, compareValues, placeOf } from './compare-values.ts'
import { GridDialog } from './grid-dialog.tsx'
import { gridDialog } from './open-cell.ts'
import { useGridCheck } from './use-grid-check.ts'

/** On a widget whose node leads to a picture: compare its values. */
function menu(studio: Studio, document: DocumentHandle, node: WorkflowNode, name: string): readonly MenuEntry[] {
  const { present } = document.read()
  const widget = comparablesOf(studio, present, node).find(({ widget }) => widget === name)
  if (!widget || !placeOf(studio, present, widget)) return []
  return [{ id: 'compare', title: `Compare values of ${name}…`, run: () => compareValues(studio, document, widget) }]
}

function enlarge({ runs, layout }: Studio, document: DocumentHandle, node: string): boolean {
  const isDrawn = runs.store.getState().views[document.id]?.grids[node] !== undefined
  if (isDrawn) layout.open(gridDialog(document, node))
  return isDrawn
}

/** Any widget that leads to a picture can be compared; a Compare Grid shows how many pictures it draws, and opens them. */
export const compareView: NodeView = {
  name: 'compare',
  commands: compareCommands,
  menu,
  enlarge,
  AboveWidgets: ({ node }) => (node.type === gridType ? <GridSummary id={String(node.id)} /> : null),
  Dialog: ({ node }) => <GridDialog node={node} />,
}

/** How many pictures a grid will draw, why it cannot draw them, and a button that shows the finished ones. */
function GridSummary({ id }: { readonly id: string }) {
  const { layout } = useStudio()
  const document = useDocument()
  const { size, cells, error } = useGridCheck(id)
  const drawn = useRunView()?.grids[id]
  return (
    <div className={flow.column}>
      {error && !error.input && <p className={`${texts.note} ${texts.warn}`}>{error.says}</p>}
      {cells > 0 && (
        <span>
          {size.includes('×') ? `${size} = ` : ''}
          {cells} {cells === 1 ? 'picture' : 'pictures'}
        </span>
      )}
      <Button isDisabled={!drawn} onPress={() => layout.open(gridDialog(document, id))}>
        <LayoutGrid /> Show the comparison
      </Button>
    </div>
  )
}
