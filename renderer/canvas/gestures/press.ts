import { together } from '../../../graph/edit/change.ts'
import { nextNodeId } from '../../../graph/edit/ids.ts'
import { addReroute, insertReroute } from '../../../graph/edit/wires/reroutes.ts'
import { cutWires } from '../../../graph/edit/wires/wire-records.ts'
import { connect } from '../../../graph/edit/wires/wires.ts'
import type { Point } from '../../studio/canvas-view.ts'
import type { DocumentHandle } from '../../studio/document-handle.ts'
import { emptySelection, selectNodes } from '../../studio/selection.ts'
import type { CardNode } from '../cards/card-node.ts'
import type { Hit } from '../hit.ts'
import { cornerOf } from '../scene.ts'
import type { Effect, Place, Press } from './gesture.ts'

type WidgetHit = Extract<Hit, { on: 'widget' }>

interface Click {
  readonly at: Place
  /** Adds to the selection, or removes from it. */
  readonly isAdding: boolean
}

/** What a click does. */
export function click({ on, document, alt, ctrl }: Press, { at, isAdding }: Click): readonly Effect[] {
  switch (on.on) {
    case 'ground':
      return isAdding ? [] : [{ do: 'select', document, selection: emptySelection }]
    case 'group':
      return [{ do: 'select', document, selection: { nodes: new Set(), groups: new Set([on.index]) } }]
    case 'socket':
      return alt && ctrl ? cutAll(document, on) : clickCard(document, on.card, isAdding)
    case 'wire':
      if (alt) return [{ do: 'change', document, label: 'Add reroute', change: insertReroute(on.link, at.graph) }]
      if (isAdding) return []
      return [{ do: 'float', floating: { kind: 'menu', at: at.screen, hit: on } }]
    default:
      return [
        ...clickCard(document, on.card, isAdding),
        ...(on.on === 'widget' && !isAdding ? clickWidget(document, on) : []),
      ]
  }
}

/** Removes every wire of a socket. */
function cutAll(document: DocumentHandle, { card, side, slot }: Extract<Hit, { on: 'socket' }>): readonly Effect[] {
  const { link } = (side === 'input' ? card.layout.inputs : card.layout.outputs)[slot]!
  const wires = side === 'output' ? (card.node.outputs?.[slot]?.links ?? []).map(String) : link === null ? [] : [link]
  if (wires.length === 0) return []
  const label = wires.length === 1 ? 'Remove wire' : `Remove ${wires.length} wires`
  return [{ do: 'change', document, label, change: draft => cutWires(draft, new Set(wires)) }]
}

/** A middle click on a socket adds a reroute beside it. */
export function middleClick({ on, document }: Press): readonly Effect[] {
  if (on.on !== 'socket') return []
  const { card, side, slot } = on
  const { at, name, link } = (side === 'input' ? card.layout.inputs : card.layout.outputs)[slot]!
  const [x, y] = cornerOf(card)
  const place: Point = [x + at[0] + (side === 'input' ? -125 : 50), y + at[1] - 13]
  if (link !== null) return [{ do: 'change', document, label: 'Add reroute', change: insertReroute(link, place) }]
  const reroute = nextNodeId(document.read().present)
  const wire =
    side === 'output'
      ? connect(card.node.id, slot, reroute, undefined, '')
      : connect(reroute, 0, card.node.id, card.spec, name)
  return [{ do: 'change', document, label: 'Add reroute', change: together(addReroute(place), wire) }]
}

function clickCard(document: DocumentHandle, { id }: CardNode, isAdding: boolean): readonly Effect[] {
  const { nodes } = document.read().selection
  const rest = [...nodes].filter(node => node !== id)
  const chosen = !isAdding ? [id] : rest.length < nodes.size ? rest : [...rest, id]
  const isSame = !isAdding && nodes.size === 1 && rest.length === 0
  return isSame ? [] : [{ do: 'select', document, selection: selectNodes(chosen) }]
}

/** Each kind of widget says what a click does; if it does not, its editor opens. */
export function clickWidget(
  document: DocumentHandle,
  { card, widget: place }: Pick<WidgetHit, 'card' | 'widget'>,
): readonly Effect[] {
  const { name, row, wired } = place
  if (wired || !card.spec) return []
  if (row.press) return [{ do: 'press', document, card, place, press: row.press }]
  return row.editor ? [{ do: 'float', floating: { kind: 'widget', node: card.id, widget: name, part: row.part } }] : []
}

/** A double click enlarges a picture, edits a title, opens what a widget opens, or searches for a node. */
export function doubleClick(document: DocumentHandle, on: Hit, { graph }: Place): readonly Effect[] {
  switch (on.on) {
    case 'ground':
      return [{ do: 'float', floating: { kind: 'search', at: graph, from: null } }]
    case 'title':
      return [{ do: 'float', floating: { kind: 'title', node: on.card.id } }]
    case 'group':
      return [{ do: 'float', floating: { kind: 'group-title', index: on.index } }]
    case 'picture':
      return [{ do: 'enlarge', document, card: on.card }]
    case 'widget': {
      const { row, wired } = on.widget
      const press = wired || !on.card.spec ? undefined : row.doublePress
      return press ? [{ do: 'press', document, card: on.card, place: on.widget, press }] : []
    }
    default:
      return []
  }
}
