import { Maximize } from 'lucide-react'
import { useState } from 'react'
import { ToggleButton } from 'react-aria-components'
import { DialogHeader, ModalDialog } from '../../look/modal-dialog.tsx'
import { buttons, dialogs } from '../../look/styles.ts'
import { useStudio } from '../../studio/use-studio.ts'
import css from './picture-viewer.module.css'

/** One picture, large: as much as fits, or pixel by pixel. */
export function PictureViewer({ address, title }: { readonly address: string; readonly title: string }) {
  const { layout } = useStudio()
  const [isWhole, setWhole] = useState(true)
  return (
    <ModalDialog aria-label={title} frame={dialogs.viewer} onClose={layout.close}>
      <DialogHeader title={<b>{title}</b>} onClose={layout.close}>
        <ToggleButton className={buttons.icon} aria-label="Fit to the window" isSelected={isWhole} onChange={setWhole}>
          <Maximize />
        </ToggleButton>
      </DialogHeader>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard. */}
      <div className={isWhole ? `${css.picture} ${css.whole}` : css.picture} tabIndex={0}>
        <img src={address} alt={title} />
      </div>
    </ModalDialog>
  )
}
