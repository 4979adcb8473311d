import { groupsOf, moveGroup, nodesInGroup, resizeGroup } from '../../../graph/edit/groups.ts'
import type { Gesture, Holding, Place } from './gesture.ts'

/** Moves a group with the nodes that lie in it. */
export function dragGroup({ document, graph, repaint }: Holding, from: Place, index: number): Gesture {
  const { present } = document.read()
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
      document.change('Move group', moveGroup(index, delta, sizeOf))
    },
    cancel: () => put(0, 0),
  }
}

export function resizeGroupBox({ document }: Holding, from: Place, index: number): Gesture {
  const [, , w, h] = groupsOf(document.read().present)[index]!.bounding
  const merge = `resize group ${index} ${performance.now()}`
  const resize = ({ graph: to }: Place) =>
    void document.change(
      'Resize group',
      resizeGroup(index, [Math.max(80, w + to[0] - from.graph[0]), Math.max(60, h + to[1] - from.graph[1])]),
      { merge },
    )
  return { cursor: 'nwse-resize', move: resize, end: resize, cancel: () => void document.undo() }
}
