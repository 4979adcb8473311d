import { useEffect, useRef, useState } from 'react'
import { texts } from '../look/styles.ts'
import { useDocument, useStudio } from '../studio/use-studio.ts'
import css from './canvas-host.module.css'
import { createCanvasState } from './canvas-state.ts'
import { ErrorBubbles } from './floating/error-bubbles.tsx'
import { Floating } from './floating/floating.tsx'
import { Minimap } from './floating/minimap.tsx'
import { Mirror } from './floating/mirror.tsx'
import { Refusal } from './floating/refusal.tsx'
import { type Mounted, mountCanvas } from './mount.ts'

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
      <canvas ref={canvas} tabIndex={0} role="application" aria-label="Workflow" aria-describedby="canvas-help" />
      <p id="canvas-help" className={texts.hidden}>
        Arrow keys go from node to node, Space adds one, Enter edits the selected one in the inspector.
      </p>
      {mounted && (
        <>
          <Mirror state={state} mounted={mounted} />
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
