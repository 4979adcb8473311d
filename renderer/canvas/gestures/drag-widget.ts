import { setWidget } from '../../../graph/edit/widgets.ts'
import type { NodeSpec } from '../../../graph/node.ts'
import type { CardNode } from '../cards/card-node.ts'
import type { WidgetPlace } from '../cards/widget-rows.ts'
import { cornerOf } from '../scene.ts'
import { dragValue } from './drag-value.ts'
import type { Gesture, Press } from './gesture.ts'

/** Whether dragging along a row changes its widget. */
export const isDraggable = ({ row, wired }: WidgetPlace): boolean => row.dragged !== undefined && !wired

/** Dragging along a row changes its widget. */
export function dragWidget(press: Press, card: CardNode, spec: NodeSpec, place: WidgetPlace): Gesture {
  const { name, rect, row } = place
  const widget = card.widget(place)
  const left = cornerOf(card)[0] + rect[0]
  return dragValue(press, {
    cursor: 'ew-resize',
    label: `Change ${name}`,
    start: widget.value,
    valueAt: to =>
      row.dragged?.(widget, {
        pixels: to.screen[0] - press.at.screen[0],
        share: (to.graph[0] - left) / rect[2],
      }) ?? null,
    change: value => setWidget(spec, card.node.id, name, value!),
  })
}
