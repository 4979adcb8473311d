import { inputAddress, pictureAddress } from '../../widgets/pictures/picture-address.ts'
import type { CardNode } from './card-node.ts'

/** Pictures by address, loaded once; the oldest are let go. */
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
    /** What a card shows: the sampler's preview, else the latest picture, else the file it loads. */
    of(card: CardNode, preview: string | null): HTMLImageElement | null {
      if (preview !== null) {
        // Until a preview is decoded the one before it stays: nothing flickers.
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

/** LoadImage's file. */
function fileAddress({ spec, values }: CardNode): string | null {
  const named = Object.entries(spec?.inputs ?? {}).find(([, port]) => port.kind === 'file' && port.folder === 'input')
  const value = named && values.values[named[0]]
  return typeof value === 'string' && value !== '' ? inputAddress(value, 512) : null
}
