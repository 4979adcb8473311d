import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Dialog, type DialogProps, Modal, ModalOverlay } from 'react-aria-components'
import { IconButton } from './controls.tsx'
import { dialogs, flow } from './styles.ts'

interface Props extends Pick<DialogProps, 'aria-label' | 'role'> {
  /** Classes of its own, for what lies behind it and for its frame. */
  readonly scrim?: string
  readonly frame?: string
  /** Whether a press beside it closes it, as Escape does. */
  readonly isDismissable?: boolean
  readonly children: ReactNode
  onClose(): void
}

/** A dialog over the whole window. */
export const ModalDialog = ({ scrim = '', frame = '', isDismissable = true, children, onClose, ...dialog }: Props) => (
  <ModalOverlay className={`${dialogs.scrim} ${scrim}`} isOpen isDismissable={isDismissable} onOpenChange={onClose}>
    <Modal className={`${dialogs.modal} ${frame}`}>
      <Dialog {...dialog}>{children}</Dialog>
    </Modal>
  </ModalOverlay>
)

interface HeaderProps {
  readonly title: ReactNode
  /** More buttons, before the one that closes it. */
  readonly children?: ReactNode
  onClose(): void
}

/** The first row of a dialog: what it is, and the way out. */
export const DialogHeader = ({ title, children, onClose }: HeaderProps) => (
  <div className={flow.row}>
    {title}
    <span className={flow.spring} />
    {children}
    <IconButton icon={X} label="Close" onPress={onClose} />
  </div>
)
