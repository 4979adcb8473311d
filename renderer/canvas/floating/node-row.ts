import { disconnect } from '../../../graph/edit/wires/wires.ts'
import type { Rect } from '../../studio/canvas-view.ts'
import type { DocumentHandle } from '../../studio/document-handle.ts'
import type { CardNode } from '../cards/card-node.ts'
import type { SocketPlace } from '../cards/card-sockets.ts'
import type { Effect } from '../gestures/gesture.ts'
import { clickWidget } from '../gestures/press.ts'

/** A value or a socket of a node, as the keyboard reaches it. */
export interface NodeRow {
  /** `widget`, `input` or `output`, and what tells it from the node's other rows. */
  readonly key: string
  /** What a screen reader says. */
  readonly label: string
  /** Relative to the card's body. */
  readonly rect: Rect
  /** What Enter does. */
  readonly effects: readonly Effect[]
  /** What Delete does. */
  readonly remove: readonly Effect[]
}

const noEffects: readonly Effect[] = []

/**
 * The rows of a node in the order of Tab: its values, then its inputs, then its outputs.
 *
 * @param doubted  why a wire joins what does not work together, by its id
 */
export function rowsOf(
  document: DocumentHandle,
  card: CardNode,
  doubted: ReadonlyMap<string, string>,
): readonly NodeRow[] {
  if (card.layout.collapsed) return []
  const values = card.layout.widgets.flatMap((widget): NodeRow[] => {
    const effects = clickWidget(document, { card, widget })
    if (effects.length === 0) return []
    const { name, rect, row } = widget
    const { label, value, control } = card.widget(widget)
    const says = row.isButton ? row.part : row.part === 'control' ? `after a run: ${control}` : String(value ?? '')
    return [{ key: `widget ${name} ${row.part}`, label: `${label}: ${says}`, rect, effects, remove: noEffects }]
  })
  const inputs = card.layout.inputs.flatMap((socket, slot): NodeRow[] =>
    socket.widget === null || socket.link !== null
      ? [
          {
            key: `input ${socket.name}`,
            label: `Input ${socket.label}, ${socket.type}, ${wireAt(socket.link, doubted)}`,
            rect: around(socket),
            effects: [wireFrom(card, 'input', slot, socket)],
            remove:
              socket.link === null
                ? noEffects
                : [{ do: 'change', document, label: 'Remove wire', change: disconnect(card.node.id, socket.name) }],
          },
        ]
      : [],
  )
  const outputs = card.layout.outputs.map((socket, slot): NodeRow => {
    const count = card.node.outputs?.[slot]?.links?.length ?? 0
    const wires = count === 0 ? 'no wire' : count === 1 ? '1 wire' : `${count} wires`
    return {
      key: `output ${slot}`,
      label: `Output ${socket.label}, ${socket.type}, ${wires}`,
      rect: around(socket),
      effects: [wireFrom(card, 'output', slot, socket)],
      remove: noEffects,
    }
  })
  return [...values, ...inputs, ...outputs]
}

const wireAt = (link: SocketPlace['link'], doubted: ReadonlyMap<string, string>): string => {
  if (link === null) return 'no wire'
  const why = doubted.get(link)
  return why === undefined ? 'wired' : `the wire brings what does not fit: ${why}`
}

const around = ({ at: [x, y] }: SocketPlace): Rect => [x - 10, y - 10, 20, 20]

/** Asks where a wire from a socket shall end. A new node is placed on that side of the card. */
function wireFrom(card: CardNode, side: 'input' | 'output', slot: number, { name, type }: SocketPlace): Effect {
  const [x, y, width] = card.bounds
  const from = { node: card.id, side, name, slot, type }
  const at = [side === 'output' ? x + width + 60 : x - 330, y + 30] as const
  return { do: 'float', floating: { kind: 'search', at, from, listsSockets: true } }
}
