import { setWidget } from '../../../graph/edit/widgets.ts'
import type { CardNode } from '../cards/card-node.ts'
import type { WidgetPlace } from '../cards/widget-rows.ts'
import type { Gesture, Holding, Place } from './gesture.ts'

/** Whether dragging along a row changes its widget. */
export const isDraggable = ({ row, wired }: WidgetPlace): boolean => row.dragged !== undefined && !wired

/** Dragging along a row changes its widget, in one step to undo. */
export function dragWidget({ document, graph }: Holding, from: Place, card: CardNode, place: WidgetPlace): Gesture {
  const { name, rect, row } = place
  const start = card.widget(place)
  const merge = `drag ${card.id} ${name} ${performance.now()}`
  const change = (to: Place) => {
    const spec = graph.cards.get(card.id)?.spec
    const pixels = to.screen[0] - from.screen[0]
    const share = (to.graph[0] - card.pos[0]! - rect[0]) / rect[2]
    const value = row.dragged?.(start, { pixels, share })
    if (spec && value !== undefined)
      document.change(`Change ${name}`, setWidget(spec, card.node.id, name, value), { merge })
  }
  return {
    cursor: 'ew-resize',
    move: change,
    end: change,
    cancel() {
      document.undo()
    },
  }
}
