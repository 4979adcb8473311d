import { Images, Star } from 'lucide-react'
import { createElement, useDeferredValue, useEffect, useMemo, useState } from 'react'
import { GridList, GridListItem, ToggleButton, Virtualizer } from 'react-aria-components'
import { useStore } from 'zustand'
import type { GalleryPicture } from '../../../runtime/contract/answers.ts'
import { pictureMime } from '../../commands/exchange/drops.ts'
import { viewPicture } from '../../commands/pictures/picture-entries.ts'
import { SearchBox } from '../../look/controls.tsx'
import { SidePanel } from '../../look/side-panel.tsx'
import { buttons, texts } from '../../look/styles.ts'
import { isSamePicture, type PictureList } from '../../studio/past/gallery.ts'
import type { Studio } from '../../studio/studio.ts'
import { useIsForm, useStudio } from '../../studio/use-studio.ts'
import { pictureAddress } from '../../widgets/pictures/picture-address.ts'
import css from './gallery-panel.module.css'
import { keyOf, PictureGrid } from './picture-grid.ts'
import { PictureMenuArea } from './picture-menu.tsx'

/** All pictures of all runs. */
export function GalleryPanel() {
  const { gallery, attempt } = useStudio()
  const { pictures } = useStore(gallery.all.store)
  const [search, setSearch] = useState('')
  const [favourites, setFavourites] = useState(false)
  const wanted = useDeferredValue(search)
  useEffect(
    () => void attempt(() => gallery.all.ask({ search: wanted, favourites })),
    [gallery, attempt, wanted, favourites],
  )
  return (
    <SidePanel
      title="Gallery"
      actions={
        <ToggleButton
          className={`${buttons.icon} ${css.favourites}`}
          aria-label="Only favourites"
          isSelected={favourites}
          onChange={setFavourites}
        >
          <Star />
        </ToggleButton>
      }
    >
      <SearchBox
        aria-label="Search pictures"
        value={search}
        onChange={setSearch}
        placeholder="Search by prompt, model or seed"
      />
      {pictures.length > 0 ? <Grid pictures={pictures} /> : <Nothing search={wanted} favourites={favourites} />}
    </SidePanel>
  )
}

function Nothing({ search, favourites }: { readonly search: string; readonly favourites: boolean }) {
  if (search.trim() !== '')
    return <p className={texts.empty}>No picture has these words in its prompt, model, seed or workflow title.</p>
  return (
    <p className={texts.empty}>
      {favourites ? <Star /> : <Images />}
      {favourites
        ? 'Right-click a picture and select Add to favourites. It is listed here then.'
        : 'Every picture that you make is listed here. Click one to see it large, drag it onto the canvas to use it, right-click it for more.'}
    </p>
  )
}

const thumbnail = 256

/** The indices, in steps, around what is seen: as far as keys that move by a page reach. */
const around = (first: number) => {
  const step = Math.floor(first / 60) * 60
  return { first: Math.max(0, step - 120), end: step + 300 }
}

interface Place {
  /** See {@link keyOf}. */
  readonly id: number
  /** undefined: not read yet. */
  readonly shown: GalleryPicture | undefined
}

/** The same object for the same place, so that its item is not made again. */
function createPlaces() {
  const known = new Map<number, Place>()
  return (id: number, shown: GalleryPicture | undefined): Place => {
    const before = known.get(id)
    if (before && before.shown === shown) return before
    const place = { id, shown }
    known.set(id, place)
    return place
  }
}

/** The places around what is seen, the first, the last (for the keys Home and End) and the one with the focus. */
function usePlaces(pictures: PictureList['pictures']) {
  const { gallery, attempt } = useStudio()
  const [{ first, end }, setWindow] = useState(around(0))
  const [focused, setFocused] = useState<number>()
  const [placeOf] = useState(createPlaces)
  const count = pictures.length
  // biome-ignore lint/correctness/useExhaustiveDependencies: other pictures may lack what is in view.
  useEffect(
    () => void attempt(() => gallery.all.see(Math.min(first, count), Math.min(end, count))),
    [gallery, attempt, first, end, pictures],
  )
  const indices = new Set([0, count - 1])
  if (focused !== undefined && focused < count) indices.add(keyOf(focused, count))
  for (let index = first; index < Math.min(end, count); index++) indices.add(index)
  return {
    places: [...indices].sort((a, b) => a - b).map(index => placeOf(keyOf(index, count), pictures[index])),
    onSeen: (seen: number) => setWindow(last => (last.first === around(seen).first ? last : around(seen))),
    onFocused: setFocused,
  }
}

/** Only what is seen is on the page, however many there are. */
function Grid({ pictures }: Pick<PictureList, 'pictures'>) {
  const studio = useStudio()
  const { gallery } = studio
  const isForm = useIsForm()
  const selected = useStore(gallery.looking, ({ selected }) => selected)
  const isShown = (each: GalleryPicture | undefined) =>
    !!each && selected !== null && isSamePicture(each.picture, selected.picture)
  const count = pictures.length
  const [layout] = useState(() => new PictureGrid())
  const layoutOptions = useMemo(() => ({ count }), [count])
  const { places, onSeen, onFocused } = usePlaces(pictures)
  const byKey = (key: unknown) => (key === undefined ? undefined : pictures[keyOf(Number(key), count)])
  return (
    <PictureMenuArea of={element => byKey(element.closest<HTMLElement>('[data-key]')?.dataset.key)}>
      <Virtualizer layout={layout} layoutOptions={layoutOptions}>
        <GridList
          className={css.grid}
          aria-label="Pictures"
          layout="grid"
          disallowTypeAhead
          items={places}
          dependencies={[selected, count]}
          // The list holds only a part of the pictures.
          render={props => createElement('div', { ...props, 'aria-rowcount': count })}
          onScroll={({ currentTarget: { scrollTop } }) => onSeen(layout.between(scrollTop, scrollTop).first)}
        >
          {({ id, shown }) => (
            <GridListItem
              id={id}
              textValue={shown ? titleOf(shown) : 'Picture that is being read'}
              className={isShown(shown) ? `${css.item} ${css.shown}` : css.item}
              render={props => createElement('div', { ...props, 'aria-rowindex': keyOf(id, count) + 1 })}
              onAction={() => shown && look(studio, shown, isForm)}
              onDoubleClick={() => shown && viewPicture(studio, shown)}
            >
              {({ isFocused }) => (
                <>
                  {isFocused && <Focused id={id} onFocused={onFocused} />}
                  {shown && <Thumbnail key={shown.number} of={shown} />}
                </>
              )}
            </GridListItem>
          )}
        </GridList>
      </Virtualizer>
    </PictureMenuArea>
  )
}

/** In the viewer beside the document; where none is open, over the window. */
function look(studio: Studio, shown: GalleryPicture, isForm: boolean): void {
  studio.gallery.select(shown)
  if (!studio.documents.active()) viewPicture(studio, shown)
  else studio.layout.showResults(isForm ? 'resultsBesideForm' : 'results')
}

const titleOf = ({ picture, run, isFavourite }: GalleryPicture): string =>
  `${run.summary?.prompt || picture.filename}${isFavourite ? ', favourite' : ''}`

/** Tells which place has the focus. */
function Focused({ id, onFocused }: { readonly id: number; onFocused(id: number): void }) {
  useEffect(() => onFocused(id), [id, onFocused])
  return null
}

function Thumbnail({ of: { picture, isFavourite } }: { readonly of: GalleryPicture }) {
  const [isGone, setGone] = useState(false)
  if (isGone) return <span className={css.gone}>{picture.filename} is no longer there</span>
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: with the keys a picture is used by its menu. */}
      <img
        src={pictureAddress(picture, thumbnail)}
        alt=""
        onDragStart={({ dataTransfer }) => dataTransfer.setData(pictureMime, JSON.stringify(picture))}
        onError={() => setGone(true)}
      />
      {isFavourite && <Star className={css.star} />}
    </>
  )
}
