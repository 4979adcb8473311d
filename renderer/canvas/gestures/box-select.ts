import { emptySelection, selectNodes } from '../../studio/selection.ts'
import { between, overlap } from '../geometry.ts'
import type { Gesture, Hands, Place } from './gesture.ts'

/** Draws a box; what it touches is selected, in addition to what was when `adding`. */
export function boxSelect({ studio, view, graph, repaint }: Hands, from: Place, adding: boolean): Gesture {
  const before = studio.documents.active()?.selection ?? emptySelection
  const close = () => {
    view.sketch = { ...view.sketch, box: null }
    repaint()
  }
  return {
    cursor: 'crosshair',
    move({ graph: to }) {
      const box = between(from.graph, to)
      view.sketch = { ...view.sketch, box }
      const touched = [...graph.cards.values()].filter(card => overlap(card.bounds, box)).map(({ id }) => id)
      studio.documents.select(selectNodes([...(adding ? before.nodes : []), ...touched]))
      repaint()
    },
    end: close,
    cancel() {
      studio.documents.select(before)
      close()
    },
  }
}
