import { moveNodes } from '../../../graph/edit/nodes.ts'
import type { Point } from '../../studio/canvas-view.ts'
import type { CardNode } from '../cards/card-node.ts'
import type { Gesture, Holding, Place } from './gesture.ts'

const grid = 10

/** Moves cards with the pointer; the document changes once, at the end, so that one undo takes all of it back. */
export function moveCards({ document, studio, repaint }: Holding, from: Place, cards: readonly CardNode[]): Gesture {
  const start = new Map(cards.map(card => [card, [card.pos[0]!, card.pos[1]!] as Point]))
  const snaps = studio.settings.getState().snapToGrid
  const snap = (value: number) => (snaps ? Math.round(value / grid) * grid : value)
  const place = (card: CardNode, dx: number, dy: number): Point => {
    const [x, y] = start.get(card)!
    return [snap(x + dx), snap(y + dy)]
  }
  const put = (dx: number, dy: number) => {
    for (const card of cards) card.pos = [...place(card, dx, dy)]
    repaint()
  }
  return {
    cursor: 'grabbing',
    move: ({ graph: [x, y] }) => put(x - from.graph[0], y - from.graph[1]),
    end({ graph: [x, y] }) {
      const [dx, dy] = [x - from.graph[0], y - from.graph[1]]
      const label = cards.length === 1 ? 'Move node' : `Move ${cards.length} nodes`
      document.change(label, moveNodes(cards.map(card => [card.node.id, place(card, dx, dy)])))
    },
    cancel: () => put(0, 0),
  }
}
