import { setWidget } from '../../../graph/edit/widgets.ts'
import type { Json } from '../../../graph/json.ts'
import type { Studio } from '../../studio/studio.ts'
import { pictureAddress } from '../../widgets/pictures/picture-address.ts'
import type { Canvas } from '../canvas.ts'
import { fileAddress } from '../cards/pictures.ts'
import type { Effect } from './gesture.ts'

/** Performs an effect of a gesture. */
export function perform(effect: Effect, { studio, view, state }: Canvas): void {
  switch (effect.do) {
    case 'change':
      effect.document.change(effect.label, effect.change, effect.merge === undefined ? {} : { merge: effect.merge })
      break
    case 'undo':
      effect.document.undo()
      break
    case 'select':
      effect.document.select(effect.selection)
      break
    case 'look':
      view.camera = effect.camera
      break
    case 'float':
      state.setState({ floating: effect.floating })
      break
    case 'press':
      press(studio, effect)
      break
    case 'enlarge':
      enlarge(studio, effect)
      break
    case 'warn':
      studio.notices.report('warn', effect.text)
  }
}

function press(studio: Studio, { document, card, place, press }: Extract<Effect, { do: 'press' }>): void {
  const { spec, node, id } = card
  const set = (value: Json) =>
    spec && document.change(`Change ${place.name}`, setWidget(spec, node.id, place.name, value))
  press(card.widget(place), { studio, document, node: id, set })
}

function enlarge(studio: Studio, { document, card }: Extract<Effect, { do: 'enlarge' }>): void {
  if (studio.nodeViews.some(view => view.enlarge?.(studio, document, card.id))) return
  const made = card.pictures.at(-1)
  const address = made ? pictureAddress(made) : fileAddress(card)?.replace(/&thumb=\d+$/, '')
  if (address) studio.layout.open({ kind: 'picture', address, title: card.title })
}
