import { Button, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { saveWorkflow } from '../../commands/exchange/workflow-files.ts'
import { useStudio } from '../../studio/use-studio.ts'

/** Asks before a tab with unsaved work is closed. */
export function CloseDocument({ id }: { readonly id: string }) {
  const studio = useStudio()
  const { layout, documents } = studio
  const document = documents.find(id)
  const discard = () => {
    documents.close(id)
    layout.close()
  }
  const save = async () => {
    documents.show(id)
    layout.close()
    if (await saveWorkflow(studio, false)) documents.close(id)
  }
  return (
    <ModalOverlay className="scrim" isOpen isDismissable onOpenChange={layout.close}>
      <Modal className="modal small">
        <Dialog role="alertdialog">
          <Heading slot="title">Save {document?.title} before closing it?</Heading>
          <p>Otherwise what you changed since you last saved it is gone.</p>
          <div className="actions">
            <Button onPress={discard}>Close without saving</Button>
            <span className="spring" />
            <Button onPress={layout.close}>Cancel</Button>
            <Button className="primary" autoFocus onPress={() => void save()}>
              Save
            </Button>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
