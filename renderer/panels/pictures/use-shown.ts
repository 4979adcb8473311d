import { useEffect } from 'react'
import { useStore } from 'zustand'
import { isSamePicture, type ShownPicture } from '../../studio/past/gallery.ts'
import { useActive, useStudio } from '../../studio/use-studio.ts'
import { pictureAddress } from '../../widgets/pictures/picture-address.ts'

/** The pictures of the document in front, newest first: those of the history, before them what its nodes show besides. */
function useOwnPictures(): readonly ShownPicture[] {
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
  const all = useStore(gallery.all.store, ({ pictures }) => pictures)
  const newest = own[0] && pictureAddress(own[0].picture)
  // biome-ignore lint/correctness/useExhaustiveDependencies: when there is a newer picture, it is shown.
  useEffect(() => gallery.select(null), [gallery, newest])
  const shown = selected ?? own[0]
  const isShown = (each: ShownPicture | undefined) => !!each && !!shown && isSamePicture(each.picture, shown.picture)
  const among: readonly (ShownPicture | undefined)[] = own.some(isShown) ? own : all
  const at = among.findIndex(isShown)
  return { own, shown, among, at, previous: among[at - 1], next: at < 0 ? undefined : among[at + 1] }
}
