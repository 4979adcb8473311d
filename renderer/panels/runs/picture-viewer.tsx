import { Maximize, X } from 'lucide-react'
import { useState } from 'react'
import { Button, Dialog, Modal, ModalOverlay, ToggleButton } from 'react-aria-components'
import { useStudio } from '../../studio/use-studio.ts'

/** One picture, large: as much as fits, or pixel by pixel. */
export function PictureViewer({ address, title }: { readonly address: string; readonly title: string }) {
  const { layout } = useStudio()
  const [isWhole, setWhole] = useState(true)
  return (
    <ModalOverlay className="scrim" isOpen isDismissable onOpenChange={layout.close}>
      <Modal className="modal viewer">
        <Dialog aria-label={title}>
          <div className="row">
            <b>{title}</b>
            <span className="spring" />
            <ToggleButton className="icon" aria-label="Fit to the window" isSelected={isWhole} onChange={setWhole}>
              <Maximize />
            </ToggleButton>
            <Button className="icon" aria-label="Close" onPress={layout.close}>
              <X />
            </Button>
          </div>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard. */}
          <div className={isWhole ? 'picture whole' : 'picture'} tabIndex={0}>
            <img src={address} alt={title} />
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
