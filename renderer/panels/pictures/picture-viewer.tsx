import { useState } from 'react'
import { useStore } from 'zustand'
import type { Size } from '../../../graph/drawing/drawing.ts'
import { viewPicture } from '../../commands/pictures/picture-entries.ts'
import { DialogHeader, ModalDialog } from '../../look/modal-dialog.tsx'
import { dialogs, texts } from '../../look/styles.ts'
import type { Overlay } from '../../studio/layout.ts'
import { useStudio } from '../../studio/use-studio.ts'
import { pictureAt } from '../../widgets/pictures/picture-address.ts'
import { PictureFacts } from './picture-facts.tsx'
import { PictureMenuArea } from './picture-menu.tsx'
import { FavouriteButton, MoreButton, PictureSteps } from './picture-tools.tsx'
import css from './picture-viewer.module.css'
import { useNeighbours, useOwnPictures } from './use-shown.ts'
import { ZoomablePicture } from './zoomable-picture.tsx'

/** One picture over the whole window, with what was said of it and the way to those before and behind it. */
export function PictureViewer({ address, title, shown: given }: Omit<Extract<Overlay, { kind: 'picture' }>, 'kind'>) {
  const studio = useStudio()
  const { layout, gallery } = studio
  // Its mark may change while it is open.
  useStore(gallery.all.store)
  const own = useOwnPictures()
  const [size, setSize] = useState<Size | null>(null)
  const found = gallery.find(pictureAt(address))
  const shown = found.run ? found : (given ?? found)
  const { among, at, previous, next } = useNeighbours(own, shown)
  const go = (to: typeof next) => to && viewPicture(studio, to)
  return (
    <ModalDialog aria-label={title} frame={`${dialogs.viewer} ${css.frame}`} onClose={layout.close}>
      <DialogHeader title={<b className={css.title}>{title}</b>} onClose={layout.close}>
        {at >= 0 && (
          <>
            <span className={`${texts.faint} ${css.at}`}>{`${at + 1} of ${among.length}`}</span>
            <PictureSteps previous={previous} next={next} onSelect={go} />
          </>
        )}
        {shown.run && <FavouriteButton shown={shown} />}
        <MoreButton shown={shown} />
      </DialogHeader>
      <PictureMenuArea of={() => shown}>
        <div className={css.picture}>
          <ZoomablePicture
            address={address}
            alt={shown.run?.summary?.prompt || title}
            takesFocus
            onSize={setSize}
            onPrevious={() => go(previous)}
            onNext={() => go(next)}
          />
        </div>
      </PictureMenuArea>
      <PictureFacts shown={shown} size={size} />
    </ModalDialog>
  )
}
