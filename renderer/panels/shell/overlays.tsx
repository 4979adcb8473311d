import { GridOverlay } from '../../compare/grid-overlay.tsx'
import { DrawingDialog } from '../../drawing/dialog/drawing-dialog.tsx'
import { useLayout } from '../../studio/use-studio.ts'
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
      return <GridOverlay key={overlay.node} node={overlay.node} />
    case 'picture':
      return <PictureViewer address={overlay.address} title={overlay.title} />
    case 'drawing':
      return <DrawingDialog key={overlay.node} node={overlay.node} widget={overlay.widget} />
    case 'close-document':
      return <CloseDocument id={overlay.id} />
  }
}
