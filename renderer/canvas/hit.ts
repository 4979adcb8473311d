import { isPinned } from '../../graph/edit/nodes.ts'
import type { Point, Rect } from '../studio/canvas-view.ts'
import type { CardNode } from './cards/card-node.ts'
import type { SocketPlace } from './cards/card-sockets.ts'
import type { WidgetPlace } from './cards/widget-rows.ts'
import { contains, titleHeight } from './geometry.ts'
import { cornerOf, type Scene } from './scene.ts'

/** Of a card: -1 is left and upper, 1 is right and lower. */
export type Corner = readonly [x: -1 | 1, y: -1 | 1]

/** What lies under a point of the canvas. */
export type Hit =
  | { readonly on: 'socket'; readonly card: CardNode; readonly side: 'input' | 'output'; readonly slot: number }
  | { readonly on: 'widget'; readonly card: CardNode; readonly widget: WidgetPlace }
  | { readonly on: 'picture'; readonly card: CardNode }
  | { readonly on: 'corner'; readonly card: CardNode; readonly corner: Corner }
  | { readonly on: 'title'; readonly card: CardNode }
  | { readonly on: 'card'; readonly card: CardNode }
  | { readonly on: 'wire'; readonly link: string }
  | { readonly on: 'group'; readonly index: number; readonly part: 'title' | 'corner' }
  | { readonly on: 'ground' }

const reach = 11

/** @param at  in graph units */
export function hit(scene: Pick<Scene, 'visible' | 'wires' | 'groups' | 'camera'>, at: Point): Hit {
  for (const card of scene.visible.toReversed()) {
    const [x, y] = cornerOf(card)
    const found = hitCard(card, [at[0] - x, at[1] - y], at)
    if (found) return found
  }
  const near = reach / scene.camera.scale
  const wire = scene.wires.find(({ middle: [x, y] }) => Math.hypot(at[0] - x, at[1] - y) < near)
  if (wire) return { on: 'wire', link: wire.id }
  return hitGroup(scene.groups, at) ?? { on: 'ground' }
}

/** @param local  relative to the card's body */
function hitCard(card: CardNode, local: Point, at: Point): Hit | null {
  const { layout } = card
  const socket = hitSocket(card, local)
  if (socket) return socket
  if (!contains(card.bounds, at)) return null
  const corner = hitCorner(card, local)
  if (corner) return { on: 'corner', card, corner }
  if (layout.collapsed || (local[1] < 0 && card.node.type !== 'Reroute')) return { on: 'title', card }
  const widget = layout.widgets.find(({ rect }) => contains(rect, local))
  if (widget) return { on: 'widget', card, widget }
  if (layout.picture && contains(layout.picture, local)) return { on: 'picture', card }
  return { on: 'card', card }
}

/** The lower right corner is the largest: the others lie over a title or a value. Those that would move a pinned node are none. */
function hitCorner({ layout, node }: CardNode, [x, y]: Point): Corner | null {
  const [w, h] = layout.size
  if (layout.collapsed || node.type === 'Reroute') return null
  if (x > w - 14 && y > h - 14) return [1, 1]
  const small = 6
  const across = x < small ? -1 : x > w - small ? 1 : 0
  const down = y < small - titleHeight ? -1 : y > h - small ? 1 : 0
  return across === 0 || down === 0 || isPinned(node) ? null : [across, down]
}

function hitSocket(card: CardNode, [x, y]: Point): Hit | null {
  const near = ({ at }: SocketPlace) => Math.abs(x - at[0]) < reach + 2 && Math.abs(y - at[1]) < reach
  const output = card.layout.outputs.findIndex(near)
  if (output >= 0) return { on: 'socket', card, side: 'output', slot: output }
  // The socket of a widget shows only while something is wired to it.
  const input = card.layout.inputs.findIndex(socket => near(socket) && (socket.widget === null || socket.link !== null))
  return input >= 0 ? { on: 'socket', card, side: 'input', slot: input } : null
}

function hitGroup(groups: readonly Rect[], at: Point): Hit | null {
  for (const [index, [x, y, w, h]] of [...groups.entries()].reverse()) {
    if (contains([x + w - 16, y + h - 16, 16, 16], at)) return { on: 'group', index, part: 'corner' }
    if (contains([x, y, w, titleHeight + 6], at)) return { on: 'group', index, part: 'title' }
  }
  return null
}
