import { groupsOf, resizeGroup } from '../../../graph/edit/groups.ts'
import { moveNodes, resizeNode } from '../../../graph/edit/nodes.ts'
import type { Point } from '../../studio/canvas-view.ts'
import type { CardNode } from '../cards/card-node.ts'
import { minWidth } from '../geometry.ts'
import type { Corner } from '../hit.ts'
import { cornerOf } from '../scene.ts'
import { dragValue } from './drag-value.ts'
import { type Gesture, type Press, wayFrom } from './gesture.ts'

export const resizeCursor = ([across, down]: Corner): string => (across === down ? 'nwse-resize' : 'nesw-resize')

/** Drags a card's corner. The opposite one stays where it is. */
export function resizeCard(press: Press, card: CardNode, corner: Corner): Gesture {
  const { node, layout } = card
  const [x, y] = cornerOf(card)
  const [w, h] = layout.size
  const [across, down] = corner
  return dragValue(press, {
    cursor: resizeCursor(corner),
    label: 'Resize node',
    start: layout.size,
    valueAt(to): Point {
      const [dx, dy] = wayFrom(press.at, to)
      return sizeAfter([across * dx, down * dy], layout.size, [minWidth, layout.smallest[1]])
    },
    change: size => draft => {
      resizeNode(node.id, size)(draft)
      const place: Point = [across < 0 ? x + w - size[0] : x, down < 0 ? y + h - size[1] : y]
      if (across < 0 || down < 0) moveNodes([[node.id, place]])(draft)
    },
  })
}

/** Drags a group's corner. */
export function resizeGroupBox(press: Press, index: number): Gesture {
  const [, , w, h] = groupsOf(press.document.read().present)[index]!.bounding
  return dragValue(press, {
    cursor: resizeCursor([1, 1]),
    label: 'Resize group',
    start: [w, h],
    valueAt: to => sizeAfter(wayFrom(press.at, to), [w, h], [80, 60]),
    change: size => resizeGroup(index, size),
  })
}

const sizeAfter = ([dx, dy]: Point, [w, h]: Point, smallest: Point): Point => [
  Math.max(smallest[0], w + dx),
  Math.max(smallest[1], h + dy),
]
