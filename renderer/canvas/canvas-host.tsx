import { useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { texts } from '../look/styles.ts'
import { useDocument, useStudio } from '../studio/use-studio.ts'
import css from './canvas-host.module.css'
import { createCanvasState } from './canvas-state.ts'
import { ContextMenu } from './floating/context-menu.tsx'
import { ErrorBubbles } from './floating/error-bubbles.tsx'
import { KeyHint } from './floating/key-hint.tsx'
import { Mirror } from './floating/mirror.tsx'
import { focusRow, NodeRows } from './floating/node-rows.tsx'
import { NodeSearch } from './floating/node-search.tsx'
import { TitleEditor } from './floating/title-editor.tsx'
import { WidgetEditor } from './floating/widget-editor.tsx'
import { type Mounted, mountCanvas } from './mount.ts'
import { Minimap } from './navigation/minimap.tsx'
import { ViewBar } from './navigation/view-bar.tsx'
import { CanvasContext, useCanvas } from './use-canvas.ts'

/** The canvas and what lies over it. */
export function CanvasHost() {
  const studio = useStudio()
  const { id } = useDocument()
  const canvas = useRef<HTMLCanvasElement>(null)
  const [state] = useState(createCanvasState)
  const [mounted, setMounted] = useState<Mounted | null>(null)

  useEffect(() => {
    const running = mountCanvas(canvas.current!, studio, state)
    setMounted(running)
    return running.unmount
  }, [studio, state])

  return (
    <div className={css.host}>
      {/* biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: its keys are the graph's own, so screen readers pass them on. */}
      <canvas
        ref={canvas}
        tabIndex={0}
        role="application"
        aria-label="Workflow"
        aria-describedby="canvas-help"
        onFocus={() => state.setState({ row: null })}
      />
      <p id="canvas-help" className={texts.hidden}>
        Arrow keys go from node to node, Space adds one, Enter goes into the selected one: Tab then goes through its
        values and sockets, Enter changes a value or starts a wire, Escape comes back. The question mark shows all keys.
      </p>
      {mounted && (
        <CanvasContext value={{ state, mounted }}>
          <Mirror />
          <NodeRows />
          <KeyHint />
          <ViewBar />
          <Minimap />
          {studio.nodeViews.map(({ name, OverCanvas }) => OverCanvas && <OverCanvas key={`${name} ${id}`} />)}
          <ErrorBubbles key={`errors ${id}`} />
          <Refusal />
          <Floating key={id} />
        </CanvasContext>
      )}
    </div>
  )
}

/** What is open over the canvas. */
function Floating() {
  const { state, mounted } = useCanvas()
  const floating = useStore(state, ({ floating }) => floating)
  const close = () => {
    state.setState({ floating: null })
    focusRow(mounted, state.getState().row)
  }
  switch (floating?.kind) {
    case undefined:
      return null
    case 'search':
      return <NodeSearch what={floating} onClose={close} />
    case 'menu':
      return <ContextMenu at={floating.at} hit={floating.hit} onClose={close} />
    case 'title':
    case 'group-title':
      return <TitleEditor what={floating} onClose={close} />
    case 'widget':
      return <WidgetEditor what={floating} onClose={close} />
  }
}

/** Why the wire under the pointer is refused, or would join what does not work together. */
function Refusal() {
  const { state } = useCanvas()
  const refusal = useStore(state, ({ refusal }) => refusal)
  const trial = useStore(state, ({ trial }) => trial)
  const doubt = useStore(state, ({ doubt }) => doubt)
  const [at, why] = refusal ? [refusal.at, refusal.why] : [trial?.at, doubt]
  if (!at || why === null) return null
  return (
    <output className={css.refusal} style={{ left: at[0] + 14, top: at[1] + 18 }}>
      {why}
    </output>
  )
}
