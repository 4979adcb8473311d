import { widgetsIn } from '../../../graph/port-types.ts'
import { pictureAddress } from '../../widgets/pictures/picture-address.ts'
import { viewOf } from '../../widgets/widget-views.ts'
import type { CardNode } from './card-node.ts'

/** Pictures by address, loaded once; the oldest are forgotten. */
export function createPictures(onLoad: () => void) {
  const loaded = new Map<string, HTMLImageElement>()
  const most = 200
  /** By node. */
  const previews = new Map<string, HTMLImageElement>()

  function at(address: string): HTMLImageElement | null {
    const known = loaded.get(address)
    if (known) return known.complete && known.naturalWidth > 0 ? known : null
    const image = new Image()
    image.onload = onLoad
    image.src = address
    loaded.set(address, image)
    if (loaded.size > most) loaded.delete(loaded.keys().next().value!)
    return null
  }

  return {
    /** What a card shows: the unfinished picture, else the latest one, else the file that it loads. */
    of(card: CardNode, preview: string | null): HTMLImageElement | null {
      if (preview !== null) {
        // Until an unfinished picture is decoded, the one before it stays, so that nothing flickers.
        const image = at(preview) ?? previews.get(card.id) ?? null
        if (image) previews.set(card.id, image)
        return image
      }
      const picture = card.pictures.at(-1)
      const address = picture ? pictureAddress(picture, 512) : fileAddress(card)
      return address === null ? null : at(address)
    },
  }
}

/** The picture that the value of a widget names, such as LoadImage's file. */
export const fileAddress = ({ spec, values: { values } }: CardNode): string | null =>
  widgetsIn(spec)
    .map(([name, port]) => viewOf(port).picture?.(port, values[name]))
    .find(address => address !== undefined) ?? null
