import { Button, Heading } from 'react-aria-components'
import { saveWorkflow } from '../../commands/exchange/workflow-files.ts'
import { ModalDialog } from '../../look/modal-dialog.tsx'
import { buttons, dialogs, flow } from '../../look/styles.ts'
import { useDocument, useStudio } from '../../studio/use-studio.ts'

/** Asks before a tab with unsaved work is closed. */
export function CloseDocument() {
  const studio = useStudio()
  const { layout } = studio
  const document = useDocument()
  const discard = () => {
    document.close()
    layout.close()
  }
  const save = async () => {
    document.show()
    layout.close()
    if (await saveWorkflow(studio, document, false)) document.close()
  }
  return (
    <ModalDialog role="alertdialog" frame={dialogs.small} onClose={layout.close}>
      <Heading slot="title">Save {document.read().title} before closing it?</Heading>
      <p>Changes since the last save are lost if you do not save.</p>
      <div className={flow.actions}>
        <Button onPress={discard}>Close without saving</Button>
        <span className={flow.spring} />
        <Button onPress={layout.close}>Cancel</Button>
        <Button className={buttons.primary} autoFocus onPress={() => void save()}>
          Save
        </Button>
      </div>
    </ModalDialog>
  )
}
