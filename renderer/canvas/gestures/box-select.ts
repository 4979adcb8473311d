import type { Rect } from '../../studio/canvas-view.ts'
import { type Selection, selectNodes } from '../../studio/selection.ts'
import { between, overlap } from '../geometry.ts'
import type { Gesture, Press } from './gesture.ts'

/** Draws a box and selects what it touches; with Shift, in addition to the selection. */
export function boxSelect(press: Press, before: Selection, box: Rect | null = null): Gesture {
  const { document, at, shift } = press
  return {
    cursor: 'crosshair',
    shown: { box },
    move(to, { cards }) {
      const box = between(at.graph, to.graph)
      const touched = [...cards.values()].filter(card => overlap(card.bounds, box)).map(({ id }) => id)
      const selection = selectNodes([...(shift ? before.nodes : []), ...touched])
      return { gesture: boxSelect(press, before, box), effects: [{ do: 'select', document, selection }] }
    },
    end: () => [],
    cancel: () => [{ do: 'select', document, selection: before }],
  }
}
