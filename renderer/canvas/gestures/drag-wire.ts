import type { Change } from '../../../graph/edit/change.ts'
import { canConnect } from '../../../graph/edit/wires/can-connect.ts'
import { connect, disconnect } from '../../../graph/edit/wires/wires.ts'
import type { DraggedWire, Point } from '../../studio/canvas-view.ts'
import type { CardNode } from '../cards/card-node.ts'
import { contains, grow } from '../geometry.ts'
import { wireTarget } from '../hit.ts'
import type { Gesture, Holding, Place } from './gesture.ts'

/** The fixed end of a dragged wire, and the input it was taken off, if any. */
export interface WireStart {
  readonly card: CardNode
  readonly side: 'input' | 'output'
  readonly slot: number
  readonly takenOff?: { readonly card: CardNode; readonly name: string }
}

/** Pulls a wire from a socket. Dropped on what fits it connects, on what does not it says why, on nothing it searches. */
export function dragWire(hands: Holding, start: WireStart): Gesture {
  const { document, studio, view, state, pointing, repaint } = hands
  const { card, side, slot } = start
  const socket = (side === 'output' ? card.layout.outputs : card.layout.inputs)[slot]!
  const from = card.getConnectionPos(side === 'input', slot) as unknown as Point
  let target: Target | null = null
  pointing.refusing = refusers(hands, start)

  const close = () => {
    view.sketch = { ...view.sketch, wire: null }
    pointing.target = null
    pointing.refusing = new Set()
    state.setState({ refusal: null })
    repaint()
  }
  return {
    cursor: 'crosshair',
    move(to) {
      target = findTarget(hands, start, to)
      view.sketch = {
        ...view.sketch,
        wire: { from, to: to.graph, type: socket.type, fromInput: side === 'input' },
      }
      pointing.target = target?.name == null ? null : { node: target.card.id, side: opposite(side), name: target.name }
      state.setState({ refusal: target?.why ? { at: to.screen, why: target.why } : null })
      repaint()
    },
    end(at) {
      if (target?.name != null) wire(hands, start, target.card, target.name, target.slot)
      else if (target?.why) studio.notices.report('warn', target.why)
      else if (start.takenOff) document.change('Remove wire', cutOff(start.takenOff))
      else {
        const dragged: DraggedWire = { node: card.id, side, name: socket.name, slot, type: socket.type }
        state.setState({ floating: { kind: 'search', at: at.graph, from: dragged } })
      }
      close()
    },
    cancel: close,
  }
}

interface Target {
  readonly card: CardNode
  /** null: nothing here fits. */
  readonly name: string | null
  readonly slot: number
  readonly why: string | null
}

const opposite = (side: 'input' | 'output') => (side === 'input' ? 'output' : 'input')
const cutOff = ({ card, name }: NonNullable<WireStart['takenOff']>): Change => disconnect(card.node.id, name)

/** What the wire would end at, under the pointer. */
function findTarget(hands: Holding, start: WireStart, { graph: at }: Place): Target | null {
  const under = hands.view.visible_nodes
    .toReversed()
    .map(node => node as CardNode)
    .find(card => card !== start.card && contains(grow(card.bounds, 10), at))
  if (!under) return null
  const local: Point = [at[0] - under.pos[0]!, at[1] - under.pos[1]!]
  let why: string | null = null
  const found = wireTarget(under, local, opposite(start.side), (name, slot) => {
    const answer = check(hands, start, under, name, slot)
    if (!answer.ok) why ??= answer.why
    return answer.ok
  })
  const refused = why ?? `${under.title} has no ${opposite(start.side)} for this wire.`
  return found ? { card: under, ...found, why: null } : { card: under, name: null, slot: 0, why: refused }
}

function check(
  { document, studio }: Holding,
  { card, side, slot }: WireStart,
  other: CardNode,
  name: string,
  otherSlot: number,
) {
  const { present } = document.read()
  return side === 'output'
    ? canConnect(present, studio.specs, card.node.id, slot, other.node.id, name)
    : canConnect(present, studio.specs, other.node.id, otherSlot, card.node.id, card.layout.inputs[slot]!.name)
}

/** Cards in view that have nothing this wire could end at: they fade. */
function refusers(hands: Holding, start: WireStart): ReadonlySet<string> {
  const socket = (start.side === 'output' ? start.card.layout.outputs : start.card.layout.inputs)[start.slot]!
  const mayEnd = (card: CardNode) =>
    wireTarget(card, [0, -1000], opposite(start.side), (name, slot) => {
      const type = typeAt(card, opposite(start.side), name, slot)
      return type === socket.type || type === '*' || socket.type === '*'
    }) !== null
  const cards = hands.view.visible_nodes.map(node => node as CardNode)
  return new Set(cards.filter(card => card !== start.card && !mayEnd(card)).map(({ id }) => id))
}

function typeAt(card: CardNode, side: 'input' | 'output', name: string, slot: number): string | undefined {
  if (side === 'output') return card.layout.outputs[slot]?.type
  return card.layout.inputs.find(input => input.name === name)?.type
}

function wire({ document }: Holding, start: WireStart, other: CardNode, name: string, slot: number): void {
  const { card, side, takenOff } = start
  const made: Change =
    side === 'output'
      ? connect(card.node.id, start.slot, other.node.id, other.spec, name)
      : connect(other.node.id, slot, card.node.id, card.spec, card.layout.inputs[start.slot]!.name)
  const isBack = takenOff?.card === other && takenOff.name === name
  if (isBack) return
  document.change(takenOff ? 'Move wire' : 'Connect', draft => {
    if (takenOff) cutOff(takenOff)(draft)
    made(draft)
  })
}
