import { type ReactNode, useEffect } from 'react'
import { Button, Heading } from 'react-aria-components'
import { useStore } from 'zustand'
import { ModalDialog } from '../../look/modal-dialog.tsx'
import { buttons, dialogs, flow } from '../../look/styles.ts'
import { ConflictDialog } from '../../saving/conflict-dialog.tsx'
import { NameDialog } from '../../saving/name-dialog.tsx'
import { saveWorkflow } from '../../saving/save.ts'
import type { Overlay } from '../../studio/layout.ts'
import { DocumentContext, useDocument, useLayout, useStudio } from '../../studio/use-studio.ts'
import { RealModelsDialog } from '../../trial/real-models-dialog.tsx'
import { PictureViewer } from '../pictures/picture-viewer.tsx'
import { TwoPictures } from '../runs/two-pictures.tsx'
import { SettingsDialog } from '../settings/settings-dialog.tsx'
import { Palette } from './palette.tsx'
import { ShortcutsDialog } from './shortcuts-dialog.tsx'
import { Welcome } from './welcome.tsx'

/** The dialog over everything, if one is open. */
export function Overlays() {
  const overlay = useLayout(layout => layout.overlay)
  useFocusOnCanvas(overlay === null)
  switch (overlay?.kind) {
    case undefined:
      return null
    case 'palette':
      return <Palette />
    case 'settings':
      return <SettingsDialog />
    case 'shortcuts':
      return <ShortcutsDialog />
    case 'welcome':
      return <Welcome />
    case 'real-models':
      return <RealModelsDialog />
    case 'two-pictures':
      return <TwoPictures {...overlay} />
    case 'picture':
      return <PictureViewer {...overlay} />
    case 'node':
      return (
        <Of document={overlay.document}>
          <NodeDialog key={overlay.node} {...overlay} />
        </Of>
      )
    case 'close-document':
      return (
        <Of document={overlay.document}>
          <CloseDocument />
        </Of>
      )
    case 'name':
      return (
        <Of document={overlay.document}>
          <NameDialog {...overlay} />
        </Of>
      )
    case 'conflict':
      return (
        <Of document={overlay.document}>
          <ConflictDialog key={overlay.conflict.version} {...overlay} />
        </Of>
      )
  }
}

/** When no dialog is open any more, or another document is shown, keys go to the canvas unless something else has the focus. */
function useFocusOnCanvas(isFree: boolean): void {
  const { canvas, documents } = useStudio()
  const active = useStore(documents.store, ({ active }) => active)
  useEffect(() => {
    if (!isFree || active === null) return
    // A dialog that closes gives the focus back in the next frame, to a button that may be gone.
    const timer = setTimeout(() => document.activeElement === document.body && canvas.current?.focus(), 100)
    return () => clearTimeout(timer)
  }, [canvas, active, isFree])
}

/** The dialog that a node view has for one node. */
function NodeDialog({ view, node, widget }: Extract<Overlay, { kind: 'node' }>) {
  const Dialog = useStudio().nodeViews.find(({ name }) => name === view)?.Dialog
  return Dialog && <Dialog node={node} widget={widget} />
}

/** A dialog of one document. It keeps that document when another tab is shown, and closes when the document closes. */
function Of({ document: id, children }: { readonly document: string; readonly children: ReactNode }) {
  const { documents, layout } = useStudio()
  const document = useStore(documents.store, () => documents.find(id))
  useEffect(() => {
    if (!document) layout.close()
  }, [document, layout])
  return (
    document && (
      <DocumentContext key={id} value={document}>
        {children}
      </DocumentContext>
    )
  )
}

/** Asks before a tab with unsaved work is closed. */
function CloseDocument() {
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
