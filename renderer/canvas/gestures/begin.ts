import { linksOf } from '../../../graph/document/links.ts'
import { seen } from '../../../graph/edit/change.ts'
import { nextNodeId } from '../../../graph/edit/ids.ts'
import { moveNodes } from '../../../graph/edit/nodes.ts'
import { insertReroute } from '../../../graph/edit/wires/reroutes.ts'
import { findNode } from '../../../graph/workflow.ts'
import type { Point } from '../../studio/canvas-view.ts'
import { selectNodes } from '../../studio/selection.ts'
import type { CardNode } from '../cards/card-node.ts'
import type { Hit } from '../hit.ts'
import type { Scene } from '../scene.ts'
import { boxSelect } from './box-select.ts'
import { dragValue } from './drag-value.ts'
import { dragWidget, isDraggable } from './drag-widget.ts'
import { dragWire, moveWires } from './drag-wire.ts'
import type { Gesture, Moved, Press } from './gesture.ts'
import { cloneCards, dragGroup, moveCards } from './move-nodes.ts'
import { pan, zoom } from './pan.ts'
import { resizeCard, resizeGroupBox } from './resize.ts'
import type { WireStart } from './wire-target.ts'

/** Which gesture a drag that starts with this press is. */
export function begin(press: Press, isSpaceHeld: boolean, scene: Scene): Moved {
  const { on } = press
  if (press.button === 1 || isSpaceHeld || scene.isLocked) return plain(pan(press.at))
  if (press.ctrl && !press.alt)
    return plain(press.shift ? zoom(press.at) : boxSelect(press, press.document.read().selection))
  if (press.alt && 'card' in on && on.on !== 'socket' && on.on !== 'corner')
    return plain(cloneCards(press, dragged(press, on.card, scene)))
  switch (on.on) {
    case 'socket':
      return plain(dragSocket(press, on, scene))
    case 'widget':
      return isDraggable(on.widget) && on.card.spec
        ? plain(dragWidget(press, on.card, on.card.spec, on.widget))
        : dragCard(press, on.card, scene)
    case 'corner':
      return plain(resizeCard(press, on.card, on.corner))
    case 'title':
    case 'card':
    case 'picture':
      return dragCard(press, on.card, scene)
    case 'group':
      return plain(on.part === 'corner' ? resizeGroupBox(press, on.index) : dragGroup(press, on.index, scene))
    case 'wire':
      return plain(dragFromWire(press, on.link, scene))
    case 'ground':
      return plain(press.shift ? boxSelect(press, press.document.read().selection) : pan(press.at))
  }
}

const plain = (gesture: Gesture): Moved => ({ gesture, effects: [] })

/** With Alt a new reroute in the wire is dragged, with Shift another wire from where this one comes from. */
function dragFromWire(press: Press, wire: string, scene: Scene): Gesture {
  const { present } = press.document.read()
  const link = linksOf(present).get(wire)
  const origin = link && scene.cards.get(link.from)
  if (press.shift && origin) return dragWire(press, { card: origin, side: 'output', slot: link.fromSlot }, null, scene)
  if (!press.alt) return pan(press.at)
  const reroute = nextNodeId(present)
  return dragValue<Point>(press, {
    cursor: 'grabbing',
    label: 'Add reroute',
    start: [Number.NaN, Number.NaN],
    valueAt: to => to.graph,
    change: at => draft =>
      (findNode(seen(draft), String(reroute)) ? moveNodes([[reroute, at]]) : insertReroute(wire, at))(draft),
  })
}

/**
 * Dragging from a wired input takes that wire off, with Shift from an output the ends of all its wires; from any other
 * socket it starts a new wire.
 */
function dragSocket(press: Press, { card, side, slot }: Extract<Hit, { on: 'socket' }>, scene: Scene): Gesture {
  const wired = press.shift && side === 'output' ? inputsOf(press, card, slot, scene) : []
  if (wired.length > 0) return moveWires(press, wired, scene)
  const link = side === 'input' ? card.layout.inputs[slot]!.link : null
  const from = link === null ? undefined : linksOf(press.document.read().present).get(link)
  const origin = from && scene.cards.get(from.from)
  if (!from || !origin) return dragWire(press, { card, side, slot }, null, scene)
  const takenOff = { card, name: card.layout.inputs[slot]!.name }
  return dragWire(press, { card: origin, side: 'output', slot: from.fromSlot }, takenOff, scene)
}

/** The inputs that an output is wired to. */
const inputsOf = ({ document }: Press, { id }: CardNode, output: number, scene: Scene): WireStart[] =>
  [...linksOf(document.read().present).values()]
    .filter(({ from, fromSlot }) => from === id && fromSlot === output)
    .flatMap(link => {
      const card = scene.cards.get(link.to)
      const slot = card?.layout.inputs.findIndex(input => input.link === link.id) ?? -1
      return card && slot >= 0 ? [{ card, side: 'input', slot }] : []
    })

/** The cards that a drag of this one concerns: the selected ones if it is among them. */
function dragged({ document }: Press, card: CardNode, scene: Scene): readonly CardNode[] {
  const { nodes } = document.read().selection
  return [...(nodes.has(card.id) ? nodes : [card.id])].flatMap(id => scene.cards.get(id) ?? [])
}

/**
 * A card that is not selected is selected first, with Shift in addition to the others. All that is selected moves, except
 * what is pinned.
 */
function dragCard(press: Press, card: CardNode, scene: Scene): Moved {
  const { document } = press
  const before = document.read().selection
  const isSelected = before.nodes.has(card.id)
  const selection = isSelected
    ? before
    : press.shift
      ? { ...before, nodes: new Set([...before.nodes, card.id]) }
      : selectNodes([card.id])
  const free = [...selection.nodes].flatMap(id => scene.cards.get(id) ?? []).filter(({ flags }) => !flags.pinned)
  return {
    gesture: free.length > 0 ? moveCards(press, free, [...selection.groups]) : pan(press.at),
    effects: isSelected ? [] : [{ do: 'select', document, selection }],
  }
}
