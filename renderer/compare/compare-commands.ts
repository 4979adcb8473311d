import { gridType } from '../../graph/compare/axis.ts'
import { interestIn } from '../../graph/compare/suggest.ts'
import { inGroup, onDocument, selectedIds } from '../commands/command.ts'
import type { DocumentHandle } from '../studio/document-handle.ts'
import type { Studio } from '../studio/studio.ts'
import { type Comparable, comparablesOf, compareValues, placeOf } from './compare-values.ts'
import { gridDialog } from './open-cell.ts'

export const compareCommands = inGroup('Node', [
  onDocument({
    id: 'node.compare',
    title: 'Compare values of the selected node…',
    enabled: (studio, document) => comparable(studio, document) !== null,
    run: (studio, document) => compareValues(studio, document, comparable(studio, document)!),
  }),
  onDocument({
    id: 'node.comparison',
    title: 'Show the comparison',
    enabled: (studio, document) => drawnGrid(studio, document) !== undefined,
    run: (studio, document) => studio.layout.open(gridDialog(document, drawnGrid(studio, document)!)),
  }),
])

/** The most telling widget of the one node that is selected, where it leads to a picture. */
function comparable(studio: Studio, document: DocumentHandle): Comparable | null {
  const { present } = document.read()
  const [id, ...more] = selectedIds(document)
  const node = present.nodes.find(node => node.id === id)
  if (!node || more.length > 0 || node.type === gridType) return null
  const [first] = comparablesOf(studio, present, node).toSorted(
    (a, b) => interestIn(a.widget, a.port) - interestIn(b.widget, b.port),
  )
  return first && placeOf(studio, present, first) ? first : null
}

/** The grid that is selected, else the first, of those whose pictures are there. */
function drawnGrid({ runs }: Studio, document: DocumentHandle): string | undefined {
  const drawn = Object.keys(runs.store.getState().views[document.id]?.grids ?? {})
  return drawn.find(id => document.read().selection.nodes.has(id)) ?? drawn[0]
}
