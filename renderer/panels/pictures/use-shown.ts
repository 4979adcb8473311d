import { useEffect } from 'react'
import { useStore } from 'zustand'
import { isSamePicture, type ShownPicture } from '../../studio/past/gallery.ts'
import { useActive, useLayout, useStudio } from '../../studio/use-studio.ts'
import { pictureAddress } from '../../widgets/pictures/picture-address.ts'

/** The pictures of the document in front, newest first: those of the history, before them what its nodes show besides. */
export function useOwnPictures(): readonly ShownPicture[] {
  const { gallery, runs, attempt } = useStudio()
  const document = useActive(({ id }) => id)
  const list = useStore(gallery.ofDocument.store)
  const onNodes = useStore(runs.store, ({ pictures }) => (document === undefined ? undefined : pictures[document]))
  useEffect(() => {
    if (document !== undefined) void attempt(() => gallery.ofDocument.ask({ document }))
  }, [gallery, attempt, document])
  const kept = list.query.document === document ? list.pictures.filter(each => each !== undefined) : []
  const fresh = Object.values(onNodes ?? {})
    .flat()
    .filter(picture => !kept.some(each => isSamePicture(each.picture, picture)))
    .toReversed()
  return [...fresh.map(picture => ({ picture, run: null, isFavourite: false })), ...kept]
}

/** What the viewer shows, and what is before and behind it. A new picture takes the place of an older one. */
export function useShown() {
  const { gallery } = useStudio()
  const own = useOwnPictures()
  const selected = useStore(gallery.looking, ({ selected }) => selected)
  const newest = own[0] && pictureAddress(own[0].picture)
  // biome-ignore lint/correctness/useExhaustiveDependencies: when there is a newer picture, it is shown.
  useEffect(() => gallery.select(null), [gallery, newest])
  const shown = selected ?? own[0]
  return { own, shown, ...useNeighbours(own, shown) }
}

/** Where a picture is in the gallery, if that is open, else among those of the document; and those before and behind it. */
export function useNeighbours(own: readonly ShownPicture[], shown: Pick<ShownPicture, 'picture'> | undefined) {
  const { gallery, attempt } = useStudio()
  const all = useStore(gallery.all.store, ({ pictures }) => pictures)
  const isGalleryOpen = useLayout(({ side }) => side === 'gallery')
  const isShown = (each: ShownPicture | undefined) => !!each && !!shown && isSamePicture(each.picture, shown.picture)
  const lists: readonly (readonly (ShownPicture | undefined)[])[] = isGalleryOpen ? [all, own] : [own, all]
  const among = lists.find(list => list.some(isShown)) ?? all
  const at = among.findIndex(isShown)
  const isRead = among !== all || at < 0 || [at - 1, at + 1].every(i => !(i in all) || all[i] !== undefined)
  useEffect(() => {
    if (!isRead) void attempt(() => gallery.all.see(Math.max(0, at - 1), at + 2))
  }, [gallery, attempt, isRead, at])
  return { among, at, previous: among[at - 1], next: at < 0 ? undefined : among[at + 1] }
}
