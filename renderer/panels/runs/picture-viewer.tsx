import { Maximize, X } from 'lucide-react'
import { useState } from 'react'
import { Button, Dialog, Modal, ModalOverlay, ToggleButton } from 'react-aria-components'
import { buttons, dialogs, flow } from '../../look/styles.ts'
import { useStudio } from '../../studio/use-studio.ts'
import css from './picture-viewer.module.css'

/** One picture, large: as much as fits, or pixel by pixel. */
export function PictureViewer({ address, title }: { readonly address: string; readonly title: string }) {
  const { layout } = useStudio()
  const [isWhole, setWhole] = useState(true)
  return (
    <ModalOverlay className={dialogs.scrim} isOpen isDismissable onOpenChange={layout.close}>
      <Modal className={`${dialogs.modal} ${dialogs.viewer}`}>
        <Dialog aria-label={title}>
          <div className={flow.row}>
            <b>{title}</b>
            <span className={flow.spring} />
            <ToggleButton
              className={buttons.icon}
              aria-label="Fit to the window"
              isSelected={isWhole}
              onChange={setWhole}
            >
              <Maximize />
            </ToggleButton>
            <Button className={buttons.icon} aria-label="Close" onPress={layout.close}>
              <X />
            </Button>
          </div>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard. */}
          <div className={isWhole ? `${css.picture} ${css.whole}` : css.picture} tabIndex={0}>
            <img src={address} alt={title} />
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
