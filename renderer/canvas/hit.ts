import type { Point } from '../studio/canvas-view.ts'
import type { CardNode } from './cards/card-node.ts'
import type { SocketPlace } from './cards/card-sockets.ts'
import type { WidgetPlace } from './cards/widget-rows.ts'
import { contains, titleHeight } from './geometry.ts'
import type { View } from './view.ts'
import type { ViewGraph } from './view-graph.ts'

/** What lies under a point of the canvas. */
export type Hit =
  | { readonly on: 'socket'; readonly card: CardNode; readonly side: 'input' | 'output'; readonly slot: number }
  | { readonly on: 'widget'; readonly card: CardNode; readonly widget: WidgetPlace }
  | { readonly on: 'picture'; readonly card: CardNode }
  | { readonly on: 'corner'; readonly card: CardNode }
  | { readonly on: 'title'; readonly card: CardNode }
  | { readonly on: 'card'; readonly card: CardNode }
  | { readonly on: 'wire'; readonly link: string }
  | { readonly on: 'group'; readonly index: number; readonly part: 'title' | 'corner' }
  | { readonly on: 'ground' }

const reach = 11

/** @param at  in graph units */
export function hit(view: View, graph: ViewGraph, at: Point): Hit {
  // What is drawn last lies on top.
  for (const node of view.visible_nodes.toReversed()) {
    const card = node as CardNode
    const found = hitCard(card, [at[0] - card.pos[0]!, at[1] - card.pos[1]!], at)
    if (found) return found
  }
  const wire = view.wires.find(({ _pos: [x, y] }) => Math.hypot(at[0] - x!, at[1] - y!) < reach / view.ds.scale)
  if (wire) return { on: 'wire', link: String(wire.id) }
  return hitGroup(graph, at) ?? { on: 'ground' }
}

/** @param local  relative to the card's body */
function hitCard(card: CardNode, local: Point, at: Point): Hit | null {
  const { layout } = card
  const socket = hitSocket(card, local)
  if (socket) return socket
  if (!contains(card.bounds, at)) return null
  if (layout.collapsed || (local[1] < 0 && card.node.type !== 'Reroute')) return { on: 'title', card }
  if (local[0] > layout.size[0] - 14 && local[1] > layout.size[1] - 14 && card.node.type !== 'Reroute')
    return { on: 'corner', card }
  const widget = layout.widgets.find(({ rect }) => contains(rect, local))
  if (widget) return { on: 'widget', card, widget }
  if (layout.picture && contains(layout.picture, local)) return { on: 'picture', card }
  return { on: 'card', card }
}

function hitSocket(card: CardNode, [x, y]: Point): Hit | null {
  const near = ({ at }: SocketPlace) => Math.abs(x - at[0]) < reach + 2 && Math.abs(y - at[1]) < reach
  const output = card.layout.outputs.findIndex(near)
  if (output >= 0) return { on: 'socket', card, side: 'output', slot: output }
  // The socket of a widget shows itself only when something is wired to it.
  const input = card.layout.inputs.findIndex(socket => near(socket) && (socket.widget === null || socket.link !== null))
  return input >= 0 ? { on: 'socket', card, side: 'input', slot: input } : null
}

function hitGroup({ graph }: ViewGraph, at: Point): Hit | null {
  for (const [index, { _bounding }] of [...graph._groups.entries()].reverse()) {
    const [x, y, w, h] = _bounding as unknown as [number, number, number, number]
    if (contains([x + w - 16, y + h - 16, 16, 16], at)) return { on: 'group', index, part: 'corner' }
    if (contains([x, y, w, titleHeight + 6], at)) return { on: 'group', index, part: 'title' }
  }
  return null
}

/** Where a wire dragged over a card would end: the socket or widget row under the pointer, else the first that fits. */
export function wireTarget(
  card: CardNode,
  local: Point,
  side: 'input' | 'output',
  fits: (name: string, slot: number) => boolean,
): { readonly name: string; readonly slot: number } | null {
  const places = ends(card, side).map((place, slot) => ({ ...place, slot: place.slot ?? slot }))
  const under = places.find(({ y, h }) => local[1] >= y - h / 2 && local[1] <= y + h / 2)
  if (under && fits(under.name, under.slot)) return under
  return places.find(({ name, slot }) => fits(name, slot)) ?? null
}

interface End {
  readonly name: string
  readonly slot?: number
  readonly y: number
  readonly h: number
}

/** Every input or output a wire could end at, plain widgets included. */
function ends({ layout }: CardNode, side: 'input' | 'output'): readonly End[] {
  const places = side === 'input' ? layout.inputs : layout.outputs
  const sockets = places.map(({ name, at }): End => ({ name, y: at[1], h: 20 }))
  if (side === 'output') return sockets
  const known = new Set(layout.inputs.map(({ name }) => name))
  const rows = layout.widgets
    .filter(({ name, row }) => row.part === 'value' && !known.has(name))
    .map(({ name, rect }): End => ({ name, y: rect[1] + rect[3] / 2, h: rect[3] }))
  return [...sockets, ...rows]
}
