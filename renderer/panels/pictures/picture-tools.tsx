import { ChevronLeft, ChevronRight, Ellipsis, Star } from 'lucide-react'
import { useState } from 'react'
import { MenuTrigger, Popover } from 'react-aria-components'
import { favour } from '../../commands/pictures/picture-entries.ts'
import { IconButton } from '../../look/controls.tsx'
import { floating } from '../../look/styles.ts'
import type { ShownPicture } from '../../studio/past/gallery.ts'
import { useStudio } from '../../studio/use-studio.ts'
import { PictureMenu } from './picture-menu.tsx'
import css from './picture-tools.module.css'

/** Marks a picture as a favourite. */
export function FavouriteButton({ shown }: { readonly shown: ShownPicture }) {
  const studio = useStudio()
  const { isFavourite } = shown
  return (
    <IconButton
      icon={Star}
      label={isFavourite ? 'Remove from favourites' : 'Add to favourites'}
      aria-pressed={isFavourite}
      className={isFavourite ? css.favourite : undefined}
      onPress={() => favour(studio, shown)}
    />
  )
}

/** The menu of a picture, by a button. */
export function MoreButton({ shown }: { readonly shown: ShownPicture }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <MenuTrigger isOpen={isOpen} onOpenChange={setOpen}>
      <IconButton icon={Ellipsis} label="Everything for this picture" />
      <Popover className={floating.popover} placement="bottom end">
        <PictureMenu shown={shown} onClose={() => setOpen(false)} />
      </Popover>
    </MenuTrigger>
  )
}

interface StepsProps {
  readonly previous: ShownPicture | undefined
  readonly next: ShownPicture | undefined
  onSelect(shown: ShownPicture): void
}

/** To the picture before this one, and to the one behind it. */
export const PictureSteps = ({ previous, next, onSelect }: StepsProps) => (
  <>
    <IconButton
      icon={ChevronLeft}
      label="Newer picture"
      isDisabled={!previous}
      onPress={() => previous && onSelect(previous)}
    />
    <IconButton icon={ChevronRight} label="Older picture" isDisabled={!next} onPress={() => next && onSelect(next)} />
  </>
)
