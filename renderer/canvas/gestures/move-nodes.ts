import { copyNodes } from '../../../graph/clipboard/copy.ts'
import { pasteNodes } from '../../../graph/clipboard/paste.ts'
import { readClipboard } from '../../../graph/clipboard/read-clipboard.ts'
import { groupsOf, moveGroup, nodesInGroup } from '../../../graph/edit/groups.ts'
import { moveNodes } from '../../../graph/edit/nodes.ts'
import type { Point } from '../../studio/canvas-view.ts'
import { selectNodes } from '../../studio/selection.ts'
import type { CardNode } from '../cards/card-node.ts'
import { cornerOf, type Scene } from '../scene.ts'
import { type Effect, type Gesture, type Place, type Press, type Shown, wayFrom } from './gesture.ts'

const grid = 10

/** Moves cards with the pointer. The document changes once, at the end, so that it is one step to undo. */
export const moveCards = (press: Press, cards: readonly CardNode[]): Gesture =>
  dragCards(press, cards, 'grabbing', places => {
    const label = cards.length === 1 ? 'Move node' : `Move ${cards.length} nodes`
    const change = moveNodes(places.map(([{ node }, corner]) => [node.id, corner]))
    return [{ do: 'change', document: press.document, label, change }]
  })

/** Leaves the cards where they are and puts copies where the pointer goes. The copies keep the wires between them. */
export const cloneCards = (press: Press, cards: readonly CardNode[]): Gesture =>
  dragCards(press, cards, 'copy', (places, { specs, cards: all }) => {
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

/** Draws cards where the pointer takes them; `end` decides what becomes of it. */
function dragCards(
  { at }: Press,
  cards: readonly CardNode[],
  cursor: string,
  end: (places: readonly Placed[], scene: Scene) => readonly Effect[],
): Gesture {
  const start = cards.map(card => [card, cornerOf(card)] as const)
  const placed = (to: Place, { snaps }: Scene) => {
    const [dx, dy] = wayFrom(at, to)
    const snap = (value: number) => (snaps ? Math.round(value / grid) * grid : value)
    return start.map(([card, [x, y]]): Placed => [card, [snap(x + dx), snap(y + dy)]])
  }
  const showing = (moved: ReadonlyMap<string, Point>): Gesture => ({
    cursor,
    shown: { cards: moved },
    move: (to, scene) => ({
      gesture: showing(new Map(placed(to, scene).map(([{ id }, corner]) => [id, corner]))),
      effects: [],
    }),
    end: (to, scene) => end(placed(to, scene), scene),
    cancel: () => [],
  })
  return showing(new Map())
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
      return { gesture: showing({ cards, group: { index, corner: [x + dx, y + dy] } }), effects: [] }
    },
    end: to => [{ do: 'change', document, label: 'Move group', change: moveGroup(index, wayFrom(at, to), sizeOf) }],
    cancel: () => [],
  })
  return showing({})
}
