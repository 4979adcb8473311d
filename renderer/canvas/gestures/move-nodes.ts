import { copyNodes } from '../../../graph/clipboard/copy.ts'
import { pasteNodes } from '../../../graph/clipboard/paste.ts'
import { readClipboard } from '../../../graph/clipboard/read-clipboard.ts'
import { together } from '../../../graph/edit/change.ts'
import { groupsOf, moveGroup, nodesInGroup, placeGroups } from '../../../graph/edit/groups.ts'
import { moveNodes } from '../../../graph/edit/nodes.ts'
import type { Point } from '../../studio/canvas-view.ts'
import { selectNodes } from '../../studio/selection.ts'
import type { CardNode } from '../cards/card-node.ts'
import { cornerOf, type Scene } from '../scene.ts'
import { type Effect, type Gesture, type Place, type Press, type Shown, wayFrom } from './gesture.ts'

const grid = 10

/** Moves cards with the pointer; with Shift they snap to the grid. The document changes once, at the end, so that it is one step to undo. */
export const moveCards = (press: Press, cards: readonly CardNode[], groups: readonly number[] = []): Gesture =>
  dragCards(press, { cards, groups, cursor: 'grabbing' }, (places, corners) => {
    const label = cards.length === 1 ? 'Move node' : `Move ${cards.length} nodes`
    const nodes = moveNodes(places.map(([{ node }, corner]) => [node.id, corner]))
    return [{ do: 'change', document: press.document, label, change: together(nodes, placeGroups([...corners])) }]
  })

/** Leaves the cards where they are and puts copies where the pointer goes. The copies keep the wires between them. */
export const cloneCards = (press: Press, cards: readonly CardNode[]): Gesture =>
  dragCards(press, { cards, groups: [], cursor: 'copy' }, (places, _, { specs, cards: all }) => {
    const { document } = press
    const { present } = document.read()
    const ids = cards.map(({ node }) => node.id)
    const copy = readClipboard(
      copyNodes(present, ids, id => all.get(id)!.layout.size),
      specs,
    )
    if (!copy) return []
    const corner: Point = [Math.min(...places.map(([, [x]]) => x)), Math.min(...places.map(([, [, y]]) => y))]
    const paste = pasteNodes(present, copy, corner, { specs })
    const label = cards.length === 1 ? 'Clone' : `Clone ${cards.length} nodes`
    return [
      { do: 'change', document, label, change: paste.change },
      { do: 'select', document, selection: selectNodes(paste.ids.map(String)) },
    ]
  })

type Placed = readonly [card: CardNode, corner: Point]

interface Dragged {
  readonly cards: readonly CardNode[]
  /** Groups that are moved as rectangles, by index. */
  readonly groups: readonly number[]
  readonly cursor: string
}

/** Draws cards and groups where the pointer takes them; `end` decides what becomes of it. */
function dragCards(
  { at, document }: Press,
  { cards, groups, cursor }: Dragged,
  end: (places: readonly Placed[], corners: ReadonlyMap<number, Point>, scene: Scene) => readonly Effect[],
): Gesture {
  const start = cards.map(card => [card, cornerOf(card)] as const)
  const boxes = groupsOf(document.read().present).filter(({ index }) => groups.includes(index))
  const mover = (to: Place, { snaps }: Scene) => {
    const [dx, dy] = wayFrom(at, to)
    const snap = (value: number) => (snaps || to.shift ? Math.round(value / grid) * grid : value)
    return ([x, y]: Point): Point => [snap(x + dx), snap(y + dy)]
  }
  const placed = (to: Place, scene: Scene) => {
    const moved = mover(to, scene)
    return start.map(([card, corner]): Placed => [card, moved(corner)])
  }
  const cornersAt = (to: Place, scene: Scene) => {
    const moved = mover(to, scene)
    return new Map(boxes.map(({ index, bounding: [x, y] }) => [index, moved([x, y])]))
  }
  const showing = (shown: Partial<Shown>): Gesture => ({
    cursor,
    shown,
    move: (to, scene) => ({
      gesture: showing({
        cards: new Map(placed(to, scene).map(([{ id }, corner]) => [id, corner])),
        groups: cornersAt(to, scene),
      }),
      effects: [],
    }),
    end: (to, scene) => end(placed(to, scene), cornersAt(to, scene), scene),
    cancel: () => [],
  })
  return showing({})
}

/** Moves a group and the nodes in it. */
export function dragGroup({ document, at }: Press, index: number, { cards }: Scene): Gesture {
  const { present } = document.read()
  const [x, y] = groupsOf(present)[index]!.bounding
  const sizeOf = (id: string) => cards.get(id)!.layout.size
  const inside = nodesInGroup(present, index, sizeOf).flatMap(id => cards.get(String(id)) ?? [])
  const start = inside.filter(({ flags }) => !flags.pinned).map(card => [card.id, cornerOf(card)] as const)
  const showing = (shown: Partial<Shown>): Gesture => ({
    cursor: 'grabbing',
    shown,
    move(to) {
      const [dx, dy] = wayFrom(at, to)
      const cards = new Map(start.map(([id, [cx, cy]]) => [id, [cx + dx, cy + dy] as const]))
      return { gesture: showing({ cards, groups: new Map([[index, [x + dx, y + dy]]]) }), effects: [] }
    },
    end: to => [{ do: 'change', document, label: 'Move group', change: moveGroup(index, wayFrom(at, to), sizeOf) }],
    cancel: () => [],
  })
  return showing({})
}
