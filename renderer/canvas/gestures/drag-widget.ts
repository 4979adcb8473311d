import { setWidget } from '../../../graph/edit/widgets.ts'
import type { NodeSpec } from '../../../graph/node.ts'
import type { Point } from '../../studio/canvas-view.ts'
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
  const [left, top] = cornerOf(card).map((corner, axis) => corner + rect[axis]!) as [number, number]
  const placeOf = ([x, y]: Point) => ({ share: (x - left) / rect[2], height: 1 - (y - top) / rect[3] })
  return dragValue(press, {
    cursor: 'ew-resize',
    label: `Change ${name}`,
    start: widget.value,
    valueAt: to =>
      row.dragged?.(widget, {
        pixels: to.screen[0] - press.at.screen[0],
        ...placeOf(to.graph),
        from: placeOf(press.at.graph),
      }) ?? null,
    change: value => setWidget(spec, card.node.id, name, value!),
  })
}
