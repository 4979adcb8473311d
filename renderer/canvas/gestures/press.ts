import { setWidget } from '../../../graph/edit/widgets.ts'
import { emptySelection } from '../../studio/selection.ts'
import { choosePicture } from '../../widgets/pictures/choose-picture.ts'
import { pictureAddress } from '../../widgets/pictures/picture-address.ts'
import type { Hit } from '../hit.ts'
import type { Holding, Place } from './gesture.ts'
import { selectCard } from './select-card.ts'

/** A click, on whatever it is. */
export function press(hands: Holding, on: Hit, event: PointerEvent, at: Place): void {
  const { document, state } = hands
  const adding = event.shiftKey || event.ctrlKey || event.metaKey
  if ('card' in on) {
    const { selection } = document.read()
    if (adding) selectCard(hands, on.card, true)
    else if (selection.nodes.size !== 1 || !selection.nodes.has(on.card.id))
      document.select({ nodes: new Set([on.card.id]), groups: new Set() })
  }
  if (on.on === 'ground' && !adding) document.select(emptySelection)
  if (on.on === 'group') document.select({ nodes: new Set(), groups: new Set([on.index]) })
  if (on.on === 'wire') state.setState({ floating: { kind: 'menu', at: at.screen, hit: on } })
  if (on.on === 'widget' && !adding) pressWidget(hands, on, event.detail)
  if (on.on === 'picture' && event.detail === 2) enlarge(hands, on)
}

function pressWidget(
  { document, studio, state }: Holding,
  { card, widget }: Extract<Hit, { on: 'widget' }>,
  count: number,
): void {
  const { name, port, part, wired } = widget
  if (wired || !card.spec) return
  if (part === 'upload') void choosePicture(studio, document, { node: card.id, widget: name })
  else if (port.kind === 'drawing') {
    // The button opens it at once, the drawing itself, which is large, by a double click.
    if (part === 'draw' || count === 2)
      studio.layout.open({ kind: 'drawing', document: document.id, node: card.id, widget: name })
  } else if (port.kind === 'toggle' && part === 'value') {
    const value = card.values.values[name] !== true
    document.change(`Change ${name}`, setWidget(card.spec, card.node.id, name, value))
  } else if (part !== 'draw') state.setState({ floating: { kind: 'widget', node: card.id, widget: name, part } })
}

function enlarge({ document, studio }: Holding, { card }: Extract<Hit, { on: 'picture' }>): void {
  const picture = card.pictures.at(-1)
  if (studio.runs.store.getState().views[document.id]?.grids[card.id])
    studio.layout.open({ kind: 'grid', document: document.id, node: card.id })
  else if (picture) studio.layout.open({ kind: 'picture', address: pictureAddress(picture), title: card.title })
}
