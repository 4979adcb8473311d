import { groupsOf, moveGroup, nodesInGroup, resizeGroup } from '../../../graph/edit/groups.ts'
import type { Gesture, Hands, Place } from './gesture.ts'

/** Moves a group with the nodes that lie in it. */
export function dragGroup({ studio, graph, repaint }: Hands, from: Place, index: number): Gesture {
  const { present } = studio.documents.active()!
  const box = graph.graph._groups[index]!._bounding
  const [x, y] = [box[0]!, box[1]!]
  const sizeOf = (id: string) => graph.cards.get(id)!.layout.size
  const inside = nodesInGroup(present, index, sizeOf)
  const cards = inside.flatMap(id => graph.cards.get(String(id)) ?? []).filter(({ flags }) => !flags.pinned)
  const start = cards.map(card => [card, card.pos[0]!, card.pos[1]!] as const)
  const put = (dx: number, dy: number) => {
    box[0] = x + dx
    box[1] = y + dy
    for (const [card, cx, cy] of start) card.pos = [cx + dx, cy + dy]
    repaint()
  }
  return {
    cursor: 'grabbing',
    move: ({ graph: to }) => put(to[0] - from.graph[0], to[1] - from.graph[1]),
    end({ graph: to }) {
      const delta = [to[0] - from.graph[0], to[1] - from.graph[1]] as const
      studio.documents.change('Move group', moveGroup(index, delta, sizeOf))
    },
    cancel: () => put(0, 0),
  }
}

export function resizeGroupBox({ studio }: Hands, from: Place, index: number): Gesture {
  const [, , w, h] = groupsOf(studio.documents.active()!.present)[index]!.bounding
  const merge = `resize group ${index} ${performance.now()}`
  const resize = ({ graph: to }: Place) =>
    void studio.documents.change(
      'Resize group',
      resizeGroup(index, [Math.max(80, w + to[0] - from.graph[0]), Math.max(60, h + to[1] - from.graph[1])]),
      { merge },
    )
  return { cursor: 'nwse-resize', move: resize, end: resize, cancel: () => void studio.documents.undo() }
}
