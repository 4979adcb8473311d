import { groupsOf, resizeGroup } from '../../../graph/edit/groups.ts'
import { resizeNode } from '../../../graph/edit/nodes.ts'
import type { Point } from '../../studio/canvas-view.ts'
import type { CardNode } from '../cards/card-node.ts'
import { minWidth } from '../geometry.ts'
import { dragValue } from './drag-value.ts'
import { type Gesture, type Place, type Press, wayFrom } from './gesture.ts'

const cursor = 'nwse-resize'

/** Drags a card's corner. */
export const resizeCard = (press: Press, { node, layout }: CardNode): Gesture =>
  dragValue(press, {
    cursor,
    label: 'Resize node',
    start: layout.size,
    valueAt: to => sizeAfter(press.at, to, layout.size, [minWidth, layout.smallest[1]]),
    change: size => resizeNode(node.id, size),
  })

/** Drags a group's corner. */
export function resizeGroupBox(press: Press, index: number): Gesture {
  const [, , w, h] = groupsOf(press.document.read().present)[index]!.bounding
  return dragValue(press, {
    cursor,
    label: 'Resize group',
    start: [w, h],
    valueAt: to => sizeAfter(press.at, to, [w, h], [80, 60]),
    change: size => resizeGroup(index, size),
  })
}

function sizeAfter(from: Place, to: Place, [w, h]: Point, smallest: Point): Point {
  const [dx, dy] = wayFrom(from, to)
  return [Math.max(smallest[0], w + dx), Math.max(smallest[1], h + dy)]
}
