import { type ReactNode, useEffect } from 'react'
import { useStore } from 'zustand'
import { GridOverlay } from '../../compare/grid-overlay.tsx'
import { DrawingDialog } from '../../drawing/dialog/drawing-dialog.tsx'
import { DocumentContext, useLayout, useStudio } from '../../studio/use-studio.ts'
import { PictureViewer } from '../runs/picture-viewer.tsx'
import { Compare } from '../runs/two-pictures.tsx'
import { SettingsDialog } from '../settings/settings-dialog.tsx'
import { CloseDocument } from './close-document.tsx'
import { Palette } from './palette.tsx'
import { ShortcutsDialog } from './shortcuts-dialog.tsx'
import { Welcome } from './welcome.tsx'

/** The dialog over everything, if one is open. */
export function Overlays() {
  const overlay = useLayout(layout => layout.overlay)
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
    case 'compare':
      return <Compare {...overlay} />
    case 'grid':
      return (
        <Of document={overlay.document}>
          <GridOverlay key={overlay.node} node={overlay.node} />
        </Of>
      )
    case 'picture':
      return <PictureViewer address={overlay.address} title={overlay.title} />
    case 'drawing':
      return (
        <Of document={overlay.document}>
          <DrawingDialog key={overlay.node} node={overlay.node} widget={overlay.widget} />
        </Of>
      )
    case 'close-document':
      return (
        <Of document={overlay.document}>
          <CloseDocument />
        </Of>
      )
  }
}

/** A dialog of one document: it goes on with that one, whichever is in front, and ends with it. */
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
