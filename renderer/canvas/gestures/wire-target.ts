import { canConnect } from '../../../graph/edit/wires/can-connect.ts'
import type { Point } from '../../studio/canvas-view.ts'
import type { CardNode } from '../cards/card-node.ts'
import type { SocketPlace } from '../cards/card-sockets.ts'
import { contains, grow } from '../geometry.ts'
import { cornerOf, type Scene } from '../scene.ts'

type Side = 'input' | 'output'

/** The fixed end of a dragged wire. */
export interface WireStart {
  readonly card: CardNode
  readonly side: Side
  readonly slot: number
}

/** The socket that a dragged wire would connect to, or the reason why none fits. */
export type Target =
  | { readonly fits: true; readonly card: CardNode; readonly name: string; readonly slot: number }
  | { readonly fits: false; readonly why: string }

export const opposite = (side: Side): Side => (side === 'input' ? 'output' : 'input')

const socketsOn = ({ layout }: CardNode, side: Side): readonly SocketPlace[] =>
  side === 'output' ? layout.outputs : layout.inputs

export const socketAt = ({ card, side, slot }: WireStart): SocketPlace => socketsOn(card, side)[slot]!

/** @returns null where there is no card, and on the card that the wire comes from */
export function targetAt(scene: Scene, start: WireStart, at: Point): Target | null {
  const card = scene.visible.findLast(card => card !== start.card && contains(grow(card.bounds, 10), at))
  if (!card) return null
  let why: string | null = null
  const found = endOn(card, at[1] - cornerOf(card)[1], opposite(start.side), (name, slot) => {
    const answer = check(scene, start, card, name, slot)
    if (!answer.ok) why ??= answer.why
    return answer.ok
  })
  if (found) return { fits: true, card, ...found }
  return { fits: false, why: why ?? `${card.title} has no ${opposite(start.side)} for this wire.` }
}

function check({ document, specs }: Scene, start: WireStart, other: CardNode, name: string, slot: number) {
  const { present } = document.read()
  return start.side === 'output'
    ? canConnect(present, specs, start.card.node.id, start.slot, other.node.id, name)
    : canConnect(present, specs, other.node.id, slot, start.card.node.id, socketAt(start).name)
}

/** The cards in view without a socket that fits this wire. */
export function refusers({ visible }: Scene, start: WireStart): ReadonlySet<string> {
  const { type } = socketAt(start)
  const side = opposite(start.side)
  const mayEnd = (card: CardNode) =>
    endOn(card, null, side, (name, slot) => {
      const other = side === 'output' ? socketsOn(card, side)[slot] : socketsOn(card, side).find(s => s.name === name)
      return other?.type === type || other?.type === '*' || type === '*'
    }) !== null
  return new Set(visible.filter(card => card !== start.card && !mayEnd(card)).map(({ id }) => id))
}

interface End {
  readonly name: string
  readonly slot: number
  readonly y: number
  readonly h: number
}

/**
 * The socket or widget that a wire over a card would connect to: the one at the pointer's height, else the first that fits.
 *
 * @param y  from the top of the card's body; null for any height
 */
function endOn(
  card: CardNode,
  y: number | null,
  side: Side,
  fits: (name: string, slot: number) => boolean,
): { readonly name: string; readonly slot: number } | null {
  const ends = endsOf(card, side)
  const under = y === null ? undefined : ends.find(end => y >= end.y - end.h / 2 && y <= end.y + end.h / 2)
  const found = under && fits(under.name, under.slot) ? under : ends.find(({ name, slot }) => fits(name, slot))
  return found ? { name: found.name, slot: found.slot } : null
}

/** Every input or output that a wire could connect to, including widgets without a socket. */
function endsOf(card: CardNode, side: Side): readonly End[] {
  const sockets = socketsOn(card, side).map(({ name, at }, slot): End => ({ name, slot, y: at[1], h: 20 }))
  if (side === 'output') return sockets
  const known = new Set(sockets.map(({ name }) => name))
  const rows = card.layout.widgets.filter(({ name, row }) => row.part === 'value' && !known.has(name))
  return [
    ...sockets,
    ...rows.map(({ name, rect }, i): End => ({ name, slot: sockets.length + i, y: rect[1] + rect[3] / 2, h: rect[3] })),
  ]
}
