import { linksOf } from '../../../graph/document/links.ts'
import { selectNodes } from '../../studio/selection.ts'
import type { CardNode } from '../cards/card-node.ts'
import type { Hit } from '../hit.ts'
import type { Scene } from '../scene.ts'
import { boxSelect } from './box-select.ts'
import { dragWidget, isDraggable } from './drag-widget.ts'
import { dragWire } from './drag-wire.ts'
import type { Gesture, Moved, Press } from './gesture.ts'
import { cloneCards, dragGroup, moveCards } from './move-nodes.ts'
import { pan, zoom } from './pan.ts'
import { resizeCard, resizeGroupBox } from './resize.ts'

/** Which gesture a drag that starts with this press is. */
export function begin(press: Press, isSpaceHeld: boolean, scene: Scene): Moved {
  const { on } = press
  if (press.button === 1 || isSpaceHeld || scene.isLocked) return plain(pan(press.at))
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
      return plain(resizeCard(press, on.card))
    case 'title':
    case 'card':
    case 'picture':
      return dragCard(press, on.card, scene)
    case 'group':
      return plain(on.part === 'corner' ? resizeGroupBox(press, on.index) : dragGroup(press, on.index, scene))
    case 'wire':
    case 'ground':
      if (press.ctrl && press.shift) return plain(zoom(press.at))
      return plain(press.ctrl || press.shift ? boxSelect(press, press.document.read().selection) : pan(press.at))
  }
}

const plain = (gesture: Gesture): Moved => ({ gesture, effects: [] })

/** Dragging from a wired input takes that wire off; from any other socket it starts a new wire. */
function dragSocket(press: Press, { card, side, slot }: Extract<Hit, { on: 'socket' }>, scene: Scene): Gesture {
  const link = side === 'input' ? card.layout.inputs[slot]!.link : null
  const from = link === null ? undefined : linksOf(press.document.read().present).get(link)
  const origin = from && scene.cards.get(from.from)
  if (!from || !origin) return dragWire(press, { card, side, slot }, null, scene)
  const takenOff = { card, name: card.layout.inputs[slot]!.name }
  return dragWire(press, { card: origin, side: 'output', slot: from.fromSlot }, takenOff, scene)
}

/** The cards that a drag of this one concerns: the selected ones if it is among them. */
function dragged({ document }: Press, card: CardNode, scene: Scene): readonly CardNode[] {
  const { nodes } = document.read().selection
  return [...(nodes.has(card.id) ? nodes : [card.id])].flatMap(id => scene.cards.get(id) ?? [])
}

/** A card that is not selected is selected first. All selected cards move, except pinned ones. */
function dragCard(press: Press, card: CardNode, scene: Scene): Moved {
  const { document } = press
  const { nodes } = document.read().selection
  const isSelected = nodes.has(card.id)
  const free = dragged(press, card, scene).filter(({ flags }) => !flags.pinned)
  return {
    gesture: free.length > 0 ? moveCards(press, free) : pan(press.at),
    effects: isSelected ? [] : [{ do: 'select', document, selection: selectNodes([card.id]) }],
  }
}
