import { resizeNode } from '../../../graph/edit/nodes.ts'
import type { CardNode } from '../cards/card-node.ts'
import { minWidth } from '../geometry.ts'
import type { Gesture, Holding, Place } from './gesture.ts'

/** Drags a card's corner. */
export function resizeCard({ document, repaint }: Holding, from: Place, card: CardNode): Gesture {
  const [w, h] = card.layout.size
  const merge = `resize ${card.id} ${performance.now()}`
  const resize = ({ graph: [x, y] }: Place) => {
    const size = [
      Math.max(minWidth, w + x - from.graph[0]),
      Math.max(card.layout.smallest[1], h + y - from.graph[1]),
    ] as const
    document.change('Resize node', resizeNode(card.node.id, size), { merge })
    repaint()
  }
  return {
    cursor: 'nwse-resize',
    move: resize,
    end: resize,
    cancel() {
      document.undo()
    },
  }
}
