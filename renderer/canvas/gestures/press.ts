import { setWidget } from '../../../graph/edit/widgets.ts'
import type { Json } from '../../../graph/json.ts'
import { emptySelection } from '../../studio/selection.ts'
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
  { card, widget: place }: Extract<Hit, { on: 'widget' }>,
  clicks: number,
): void {
  const { spec, node, id } = card
  const { name, row, wired } = place
  if (wired || !spec) return
  const set = (value: Json) => document.change(`Change ${name}`, setWidget(spec, node.id, name, value))
  if (row.press) row.press(card.widget(place), { studio, document, node: id, clicks, set })
  else state.setState({ floating: { kind: 'widget', node: id, widget: name, part: row.part } })
}

function enlarge({ document, studio }: Holding, { card }: Extract<Hit, { on: 'picture' }>): void {
  const picture = card.pictures.at(-1)
  if (studio.nodeViews.some(view => view.enlarge?.(studio, document, card.id))) return
  if (picture) studio.layout.open({ kind: 'picture', address: pictureAddress(picture), title: card.title })
}
