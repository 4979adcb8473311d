import { useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { texts } from '../look/styles.ts'
import { useDocument, useStudio } from '../studio/use-studio.ts'
import css from './canvas-host.module.css'
import { type CanvasStore, createCanvasState } from './canvas-state.ts'
import { ContextMenu } from './floating/context-menu.tsx'
import { ErrorBubbles } from './floating/error-bubbles.tsx'
import { Minimap } from './floating/minimap.tsx'
import { Mirror } from './floating/mirror.tsx'
import { focusRow, NodeRows } from './floating/node-rows.tsx'
import { NodeSearch } from './floating/node-search.tsx'
import { TitleEditor } from './floating/title-editor.tsx'
import { WidgetEditor } from './floating/widget-editor.tsx'
import { type Mounted, mountCanvas } from './mount.ts'
import { ViewBar } from './view-bar.tsx'

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
        <>
          <Mirror state={state} mounted={mounted} />
          <NodeRows state={state} mounted={mounted} />
          <KeyHint state={state} />
          <ViewBar state={state} />
          <Minimap state={state} mounted={mounted} />
          {studio.nodeViews.map(
            ({ name, OverCanvas }) =>
              OverCanvas && <OverCanvas key={`${name} ${id}`} state={state} mounted={mounted} />,
          )}
          <ErrorBubbles key={`errors ${id}`} state={state} mounted={mounted} />
          <Refusal state={state} />
          <Floating key={id} state={state} mounted={mounted} />
        </>
      )}
    </div>
  )
}

/** What is open over the canvas. */
function Floating({ state, mounted }: { readonly state: CanvasStore; readonly mounted: Mounted }) {
  const floating = useStore(state, ({ floating }) => floating)
  const close = () => {
    state.setState({ floating: null })
    focusRow(mounted, state.getState().row)
  }
  switch (floating?.kind) {
    case undefined:
      return null
    case 'search':
      return <NodeSearch mounted={mounted} what={floating} onClose={close} />
    case 'menu':
      return <ContextMenu at={floating.at} hit={floating.hit} state={state} onClose={close} />
    case 'title':
    case 'group-title':
      return <TitleEditor what={floating} state={state} mounted={mounted} onClose={close} />
    case 'widget':
      return <WidgetEditor what={floating} state={state} mounted={mounted} onClose={close} />
  }
}

/** What the keys do where the focus is; shown to people who use them. */
function KeyHint({ state }: { readonly state: CanvasStore }) {
  const row = useStore(state, ({ row }) => row)
  return (
    <p className={css.hint} aria-hidden>
      {row === null ? (
        <>
          <kbd>← ↑ → ↓</kbd> next node <kbd>Enter</kbd> into the node <kbd>Space</kbd> add a node <kbd>?</kbd> all keys
        </>
      ) : (
        <>
          <kbd>Enter</kbd> {row.startsWith('widget') ? 'change the value' : 'start a wire'} <kbd>Tab</kbd> next row{' '}
          {row.startsWith('input') && (
            <>
              <kbd>Delete</kbd> remove the wire{' '}
            </>
          )}
          <kbd>Esc</kbd> back to the node
        </>
      )}
    </p>
  )
}

/** Why the wire under the pointer is refused. */
function Refusal({ state }: { readonly state: CanvasStore }) {
  const refusal = useStore(state, ({ refusal }) => refusal)
  if (!refusal) return null
  return (
    <output className={css.refusal} style={{ left: refusal.at[0] + 14, top: refusal.at[1] + 18 }}>
      {refusal.why}
    </output>
  )
}
