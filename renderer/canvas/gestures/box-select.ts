import { selectNodes } from '../../studio/selection.ts'
import { between, overlap } from '../geometry.ts'
import type { Gesture, Holding, Place } from './gesture.ts'

/** Draws a box; what it touches is selected, in addition to what was when `adding`. */
export function boxSelect({ document, view, graph, repaint }: Holding, from: Place, adding: boolean): Gesture {
  const before = document.read().selection
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
      document.select(selectNodes([...(adding ? before.nodes : []), ...touched]))
      repaint()
    },
    end: close,
    cancel() {
      document.select(before)
      close()
    },
  }
}
