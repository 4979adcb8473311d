import { DialogHeader, ModalDialog } from '../../look/modal-dialog.tsx'
import { dialogs } from '../../look/styles.ts'
import { useStudio } from '../../studio/use-studio.ts'
import { ZoomablePicture } from '../pictures/zoomable-picture.tsx'
import css from './picture-viewer.module.css'

/** One picture over the whole window. */
export function PictureViewer({ address, title }: { readonly address: string; readonly title: string }) {
  const { layout } = useStudio()
  return (
    <ModalDialog aria-label={title} frame={dialogs.viewer} onClose={layout.close}>
      <DialogHeader title={<b>{title}</b>} onClose={layout.close} />
      <div className={css.picture}>
        <ZoomablePicture address={address} alt={title} />
      </div>
    </ModalDialog>
  )
}
