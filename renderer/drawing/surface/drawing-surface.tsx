import { type RefObject, useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { texts } from '../../look/styles.ts'
import type { DrawingDesk } from '../dialog/use-desk.ts'
import { layerIn } from '../drawing-session.ts'
import { mountSurface, type Surface } from './mount-surface.ts'
import css from './surface.module.css'

/** The part of the drawing window to draw on. */
export function DrawingSurface({
  desk,
  surface,
}: {
  readonly desk: DrawingDesk
  readonly surface: RefObject<Surface | null>
}) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const layer = useStore(desk.session, session => desk.shown.layers[layerIn(desk.shown, session)]!)
  const { session } = desk
  const newest = useRef(desk)
  newest.current = desk
  useEffect(() => {
    const mounted = mountSurface(canvas.current!, {
      session,
      drawing: () => newest.current.drawing(),
      picture: () => newest.current.picture(),
      commit: (layer, stroke) => newest.current.commit(layer, stroke),
      draft: (layer, stroke) => newest.current.draft(layer, stroke),
    })
    surface.current = mounted
    canvas.current!.focus()
    return () => {
      mounted.unmount()
      surface.current = null
    }
  }, [session, surface])
  useEffect(() => surface.current?.repaint())
  const { width, height } = desk.shown
  return (
    <div className={css.pane}>
      {/* biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: its keys are its own, so screen readers pass them on. */}
      <canvas
        ref={canvas}
        tabIndex={0}
        role="application"
        aria-label={`Drawing, ${width} by ${height}`}
        aria-describedby="drawing-help"
        data-strokes={desk.shown.layers.reduce((sum, { strokes }) => sum + strokes.length, 0)}
      />
      <p id="drawing-help" className={texts.hidden}>
        Arrow keys move the pen, Enter puts it down and lifts it, B selects the pen, E the eraser, Escape discards the
        stroke.
      </p>
      {!layer.visible && (
        <p className={`${css.hint} ${texts.note} ${texts.warn}`}>
          {layer.name} is hidden: what you draw on it is not visible.
        </p>
      )}
    </div>
  )
}
