import { gridType } from '../../graph/compare/axis.ts'
import { interestIn } from '../../graph/compare/suggest.ts'
import { type Command, selectedIds } from '../commands/command.ts'
import type { Studio } from '../studio/studio.ts'
import { type Comparable, comparablesOf, compareValues, placeOf } from './compare-values.ts'

export const compareCommands: readonly Command[] = [
  {
    id: 'node.compare',
    title: 'Compare values of the selected node…',
    group: 'Node',
    enabled: studio => comparable(studio) !== null,
    run: studio => compareValues(studio, comparable(studio)!),
  },
  {
    id: 'node.comparison',
    title: 'Look at the comparison',
    group: 'Node',
    enabled: studio => drawnGrid(studio) !== undefined,
    run: studio => studio.layout.open({ kind: 'grid', node: drawnGrid(studio)! }),
  },
]

/** The most telling widget of the one node that is selected, where it leads to a picture. */
function comparable(studio: Studio): Comparable | null {
  const [id, ...more] = selectedIds(studio)
  const node = studio.documents.active()?.present.nodes.find(node => node.id === id)
  if (!node || more.length > 0 || node.type === gridType) return null
  const [first] = comparablesOf(studio, node).toSorted(
    (a, b) => interestIn(a.widget, a.port) - interestIn(b.widget, b.port),
  )
  return first && placeOf(studio, first) ? first : null
}

/** The grid that is selected, else the first, of those whose pictures are there. */
function drawnGrid({ documents, runs }: Studio): string | undefined {
  const document = documents.active()
  const drawn = Object.keys(runs.store.getState().views[document?.id ?? '']?.grids ?? {})
  return drawn.find(id => document?.selection.nodes.has(id)) ?? drawn[0]
}
