import { FilePlus2, FolderOpen, PencilLine, Sparkles, TextCursorInput } from 'lucide-react'
import { type CSSProperties, useEffect } from 'react'
import { Button } from 'react-aria-components'
import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import css from './app.module.css'
import { CanvasHost } from './canvas/canvas-host.tsx'
import { runCommand } from './commands/all-commands.ts'
import { listenToClipboard } from './commands/exchange/clipboard-events.ts'
import { listenToDrops } from './commands/exchange/drops.ts'
import { openGiven } from './commands/exchange/workflow-files.ts'
import { listenToKeyboard } from './commands/keyboard.ts'
import { keepLive } from './commands/live/live.ts'
import { FormView } from './form/form-view.tsx'
import { Splitter } from './look/splitter.tsx'
import { buttons, flow } from './look/styles.ts'
import { showTheme } from './look/theme.ts'
import { Inspector } from './panels/inspector/inspector.tsx'
import { ModelsPanel } from './panels/library/models-panel.tsx'
import { NodesPanel } from './panels/library/nodes-panel.tsx'
import { WorkflowsPanel } from './panels/library/workflows-panel.tsx'
import { GalleryPanel } from './panels/pictures/gallery-panel.tsx'
import { ResultsPanel } from './panels/pictures/results-panel.tsx'
import { HistoryPanel } from './panels/runs/history-panel.tsx'
import { LogPanel } from './panels/runs/log-panel.tsx'
import { QueuePanel } from './panels/runs/queue-panel.tsx'
import { ConnectionBanner } from './panels/shell/connection-banner.tsx'
import { Notices } from './panels/shell/notices.tsx'
import { Overlays } from './panels/shell/overlays.tsx'
import { Rail } from './panels/shell/rail.tsx'
import { TopBar } from './panels/shell/top-bar.tsx'
import { FileNotice } from './saving/file-notice.tsx'
import { watchFiles } from './saving/watch-files.ts'
import type { SidePanel } from './studio/layout.ts'
import { DocumentContext, useIsForm, useLayout, useSide, useStudio } from './studio/use-studio.ts'

/** The window. @param open  files to open first */
export function App({ open }: { readonly open: readonly string[] }) {
  const studio = useStudio()
  useTheme()
  useListening(open)
  const side = useSide()
  const right = useRight()
  const focused = useLayout(layout => layout.focused)
  const sideWidth = useLayout(layout => layout[widthOf(side)])
  const document = useStore(studio.documents.store, studio.documents.active)
  const isForm = useIsForm()
  const showsSide = side !== null && !focused
  return (
    <div
      className={css.window}
      style={
        {
          '--side': showsSide ? `${sideWidth}px` : '0px',
          '--right': `${right.width}px`,
        } as CSSProperties
      }
      data-focused={focused || undefined}
    >
      <TopBar />
      {!focused && <Rail />}
      {showsSide && <SidePanelHost panel={side} />}
      <DocumentContext value={document ?? null}>
        <main className={css.stage}>
          {!document ? <Empty /> : isForm ? <FormView key={document.id} /> : <CanvasHost />}
          {document && <FileNotice />}
        </main>
        {document && right.width > 0 && <Right key={document.id} {...right} />}
      </DocumentContext>
      <Overlays />
      <ConnectionBanner />
      <Notices />
    </div>
  )
}

/** What the window follows from its first moment on. @param open  files to open first */
function useListening(open: readonly string[]): void {
  const studio = useStudio()
  useEffect(() => studio.layout.followWidth(), [studio])
  useEffect(() => {
    const ends = [
      listenToKeyboard(studio),
      listenToClipboard(studio),
      listenToDrops(studio),
      keepLive(studio),
      watchFiles(studio),
      studio.api.on('command', id => runCommand(studio, id)),
      studio.api.on('open', path => openGiven(studio, path)),
    ]
    return () => {
      for (const end of ends) end()
    }
  }, [studio])
  useEffect(() => {
    for (const path of open) openGiven(studio, path)
    const { documents } = studio.documents.store.getState()
    if (open.length === 0 && documents.length === 0 && !studio.settings.getState().welcomeSeen)
      studio.layout.open({ kind: 'welcome' })
  }, [studio, open])
}

/** What is shown on the right, and how wide it is; beside a form there is no inspector. */
function useRight() {
  const isForm = useIsForm()
  const shown = useLayout(
    useShallow(({ inspector, results, resultsBesideForm, inspectorWidth, focused }) => ({
      inspector: inspector && !isForm,
      results: isForm ? resultsBesideForm : results,
      inspectorWidth,
      focused,
    })),
  )
  const isOpen = useStore(useStudio().documents.store, ({ active }) => active !== null)
  const { inspector, results, inspectorWidth, focused } = shown
  return { inspector, results, width: isOpen && !focused && (inspector || results) ? inspectorWidth : 0 }
}

/** The results above the inspector, or one of the two. */
function Right({ inspector, results, width }: ReturnType<typeof useRight>) {
  const { layout } = useStudio()
  // In the first of them: everything is in a landmark.
  const edge = (
    <Splitter
      label="Width of the panels on the right"
      side="left"
      size={width}
      least={240}
      most={900}
      onChange={inspectorWidth => layout.store.setState({ inspectorWidth })}
    />
  )
  return (
    <div className={css.right} data-over-canvas>
      {results && <ResultsPanel isAlone={!inspector}>{edge}</ResultsPanel>}
      {inspector && <Inspector>{!results && edge}</Inspector>}
    </div>
  )
}

function useTheme(): void {
  const { settings } = useStudio()
  const theme = useStore(settings, ({ theme }) => theme)
  useEffect(() => showTheme(theme), [theme])
}

/** Shown when no document is open. */
function Empty() {
  const studio = useStudio()
  return (
    <div className={css.empty}>
      <h2>No workflow is open</h2>
      <p>Drop a workflow here, or a picture made by one. Or start with:</p>
      <div className={flow.actions}>
        <Button className={buttons.primary} onPress={() => runCommand(studio, 'first.picture')}>
          <Sparkles /> A first picture
        </Button>
        <Button onPress={() => runCommand(studio, 'first.form')}>
          <TextCursorInput /> A form
        </Button>
        <Button onPress={() => runCommand(studio, 'first.drawing')}>
          <PencilLine /> A drawing
        </Button>
        <Button onPress={() => runCommand(studio, 'file.open')}>
          <FolderOpen /> Open…
        </Button>
        <Button onPress={() => runCommand(studio, 'file.new')}>
          <FilePlus2 /> New
        </Button>
      </div>
    </div>
  )
}

const panels = {
  nodes: NodesPanel,
  models: ModelsPanel,
  workflows: WorkflowsPanel,
  queue: QueuePanel,
  gallery: GalleryPanel,
  history: HistoryPanel,
  log: LogPanel,
} as const satisfies Record<SidePanel, unknown>

/** Which width a panel has: pictures and lines need more. */
const widthOf = (side: SidePanel | null) => (side === 'gallery' || side === 'log' ? 'galleryWidth' : 'sideWidth')

/** The panel on the left. */
function SidePanelHost({ panel }: { readonly panel: SidePanel }) {
  const { layout } = useStudio()
  const Panel = panels[panel]
  const width = widthOf(panel)
  const size = useLayout(layout => layout[width])
  return (
    <aside className={css.side} data-over-canvas aria-label="Left panel">
      <Panel />
      <Splitter
        label="Width of the panel on the left"
        side="right"
        size={size}
        least={220}
        most={1000}
        onChange={size => layout.store.setState({ [width]: size })}
      />
    </aside>
  )
}
