import { Fragment, type MouseEvent, type ReactNode, useRef, useState } from 'react'
import { Menu, MenuItem, Popover, Separator } from 'react-aria-components'
import { pictureEntries } from '../../commands/pictures/picture-entries.ts'
import { floating, lists } from '../../look/styles.ts'
import type { ShownPicture } from '../../studio/past/gallery.ts'
import { useStudio } from '../../studio/use-studio.ts'
import css from './picture-menu.module.css'

interface Props {
  readonly children: ReactNode
  /** The picture under an element; undefined where there is none. */
  of(element: Element): ShownPicture | undefined
}

/** A part of the window whose pictures have a menu: by a right click, or by the menu key on the one that has the focus. */
export function PictureMenuArea({ children, of }: Props) {
  const anchor = useRef<HTMLSpanElement>(null)
  const [open, setOpen] = useState<{ readonly at: readonly [number, number]; readonly shown: ShownPicture } | null>(
    null,
  )
  const show = (event: MouseEvent<HTMLElement>) => {
    const shown = of(event.target as Element)
    if (!shown) return
    event.preventDefault()
    event.stopPropagation()
    setOpen({ at: [event.clientX, event.clientY], shown })
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the menu key sends the same event from what has the focus.
    <div className={css.area} onContextMenu={show}>
      {children}
      {open && (
        <>
          <span ref={anchor} className={css.anchor} style={{ left: open.at[0], top: open.at[1] }} />
          <Popover
            className={floating.popover}
            triggerRef={anchor}
            isOpen
            placement="bottom start"
            offset={0}
            onOpenChange={() => setOpen(null)}
          >
            <PictureMenu shown={open.shown} onClose={() => setOpen(null)} />
          </Popover>
        </>
      )}
    </div>
  )
}

export function PictureMenu({ shown, onClose }: { readonly shown: ShownPicture; onClose(): void }) {
  const studio = useStudio()
  return (
    <Menu className={lists.options} aria-label={shown.picture.filename} autoFocus="first" onClose={onClose}>
      {pictureEntries(studio, shown).map(({ id, title, startsGroup, run }) => (
        <Fragment key={id}>
          {startsGroup && <Separator />}
          <MenuItem id={id} onAction={run}>
            {title}
          </MenuItem>
        </Fragment>
      ))}
    </Menu>
  )
}
