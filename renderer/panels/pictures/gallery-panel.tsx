import { Images, Star } from 'lucide-react'
import { useDeferredValue, useEffect, useState } from 'react'
import {
  Collection,
  GridLayout,
  GridList,
  GridListItem,
  GridListLoadMoreItem,
  Size,
  ToggleButton,
  useDragAndDrop,
  Virtualizer,
} from 'react-aria-components'
import { useStore } from 'zustand'
import type { GalleryPicture } from '../../../runtime/contract/answers.ts'
import { pictureMime } from '../../commands/exchange/drops.ts'
import { viewPicture } from '../../commands/pictures/picture-entries.ts'
import { SearchBox } from '../../look/controls.tsx'
import { SidePanel } from '../../look/side-panel.tsx'
import { buttons, texts } from '../../look/styles.ts'
import { isSamePicture } from '../../studio/past/gallery.ts'
import { useIsForm, useStudio } from '../../studio/use-studio.ts'
import { pictureAddress } from '../../widgets/pictures/picture-address.ts'
import css from './gallery-panel.module.css'
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
const layoutOptions = {
  minItemSize: new Size(104, 104),
  maxItemSize: new Size(168, 168),
  minSpace: new Size(6, 6),
  preserveAspectRatio: true,
}

/** Only what is seen is on the page, however many there are. */
function Grid({ pictures }: { readonly pictures: readonly GalleryPicture[] }) {
  const studio = useStudio()
  const { gallery, attempt } = studio
  const isForm = useIsForm()
  const selected = useStore(gallery.looking, ({ selected }) => selected)
  const isShown = ({ picture }: GalleryPicture) => selected !== null && isSamePicture(picture, selected.picture)
  const byKey = (key: unknown) => pictures.find(({ number }) => String(number) === String(key))
  const { dragAndDropHooks } = useDragAndDrop({
    getItems: keys =>
      [...keys].flatMap(key => {
        const picture = byKey(key)?.picture
        return picture ? [{ [pictureMime]: JSON.stringify(picture), 'text/plain': picture.filename }] : []
      }),
    getAllowedDropOperations: () => ['copy'],
  })
  const look = (shown: GalleryPicture) => {
    gallery.select(shown)
    if (isForm || !studio.documents.active()) viewPicture(studio, shown)
    else studio.layout.store.setState({ results: true })
  }
  return (
    <PictureMenuArea of={element => byKey(element.closest<HTMLElement>('[data-key]')?.dataset.key)}>
      <Virtualizer layout={GridLayout} layoutOptions={layoutOptions}>
        <GridList
          className={css.grid}
          aria-label="Pictures"
          layout="grid"
          dragAndDropHooks={dragAndDropHooks}
          disallowTypeAhead
        >
          <Collection items={pictures} dependencies={[selected]}>
            {each => (
              <GridListItem
                id={each.number}
                textValue={titleOf(each)}
                className={isShown(each) ? `${css.item} ${css.shown}` : css.item}
                onAction={() => look(each)}
                onDoubleClick={() => viewPicture(studio, each)}
              >
                <Thumbnail of={each} />
              </GridListItem>
            )}
          </Collection>
          <GridListLoadMoreItem onLoadMore={() => void attempt(gallery.all.loadMore)} />
        </GridList>
      </Virtualizer>
    </PictureMenuArea>
  )
}

const titleOf = ({ picture, run, isFavourite }: GalleryPicture): string =>
  `${run.summary?.prompt || picture.filename}${isFavourite ? ', favourite' : ''}`

function Thumbnail({ of: { picture, isFavourite } }: { readonly of: GalleryPicture }) {
  const [isGone, setGone] = useState(false)
  if (isGone) return <span className={css.gone}>{picture.filename} is no longer there</span>
  return (
    <>
      <img src={pictureAddress(picture, thumbnail)} alt="" draggable={false} onError={() => setGone(true)} />
      {isFavourite && <Star className={css.star} />}
    </>
  )
}
