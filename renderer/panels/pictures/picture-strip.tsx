import { useEffect, useRef } from 'react'
import { Button } from 'react-aria-components'
import { pictureMime } from '../../commands/exchange/drops.ts'
import { isSamePicture, type ShownPicture } from '../../studio/past/gallery.ts'
import { useStudio } from '../../studio/use-studio.ts'
import { pictureAddress } from '../../widgets/pictures/picture-address.ts'
import { PictureMenuArea } from './picture-menu.tsx'
import css from './picture-strip.module.css'

interface Props {
  readonly pictures: readonly ShownPicture[]
  readonly shown: ShownPicture | undefined
}

/** How many pictures the strip has; the gallery has all. */
const most = 40

/** The pictures of the document, small, the newest first. */
export function PictureStrip({ pictures, shown }: Props) {
  const { gallery } = useStudio()
  const current = useRef<HTMLDivElement>(null)
  const address = shown && pictureAddress(shown.picture)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the one that is shown is brought into view.
  useEffect(() => void current.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' }), [address])
  return (
    <PictureMenuArea of={element => pictures[Number(element.closest<HTMLElement>('[data-at]')?.dataset.at ?? -1)]}>
      <div className={css.strip}>
        {pictures.slice(0, most).map((each, at) => {
          const isShown = shown !== undefined && isSamePicture(each.picture, shown.picture)
          return (
            <div key={pictureAddress(each.picture)} ref={isShown ? current : null} data-at={at}>
              <Button
                aria-label={`Picture ${at + 1}: ${each.run?.summary?.prompt || each.picture.filename}`}
                aria-pressed={isShown}
                onPress={() => gallery.select(each)}
              >
                {/* biome-ignore lint/a11y/noStaticElementInteractions: with the keys a picture is used by its menu. */}
                <img
                  src={pictureAddress(each.picture, 128)}
                  alt=""
                  loading="lazy"
                  onDragStart={({ dataTransfer }) => dataTransfer.setData(pictureMime, JSON.stringify(each.picture))}
                />
              </Button>
            </div>
          )
        })}
      </div>
    </PictureMenuArea>
  )
}
