import type { Drawing, Size, Stroke } from '../../../graph/drawing/drawing.ts'
import { type DrawingSessionStore, layerIn } from '../drawing-session.ts'
import { LayerBitmaps, newContext } from './layer-bitmaps.ts'
import { listenToSurface } from './listen-to-surface.ts'
import { paintSurface, type SurfaceScene } from './paint-surface.ts'
import { strokeUnder } from './pen.ts'
import { type SurfaceEffect, type SurfaceEvent, type SurfaceState, surfaceAtRest } from './surface-state.ts'
import { surfaceStep } from './surface-step.ts'

/** What the surface works for. */
export interface Desk {
  readonly session: DrawingSessionStore
  drawing(): Drawing
  /** The picture below the layers, once it is loaded. */
  picture(): HTMLImageElement | null
  /** A stroke is done. */
  commit(layer: number, stroke: Stroke): void
  /** A stroke in progress; null when it was discarded. */
  draft(layer: number, stroke: Stroke | null): void
}

/** What the pointer, the keys and the buttons may ask of the surface. */
export interface Surface {
  readonly isDrawing: boolean
  tell(event: SurfaceEvent): void
  repaint(): void
  unmount(): void
}

/** Brings a canvas element to life. A stroke is painted here while it is drawn, and handed to the desk when it is done. */
export function mountSurface(canvas: HTMLCanvasElement, desk: Desk): Surface {
  const context = canvas.getContext('2d')!
  const bitmaps = new LayerBitmaps(newContext)
  const perform = performer(canvas, desk)
  let state: SurfaceState = surfaceAtRest
  let size = sizeOf(canvas)
  let frame = 0

  const paint = () => {
    frame = 0
    paintSurface(context, sceneOf(canvas, desk, state, size), bitmaps)
  }
  const surface: Surface = {
    get isDrawing() {
      return state.pen !== null
    },
    tell(event) {
      const now = { session: desk.session.getState(), drawing: desk.drawing(), size }
      const next = surfaceStep(state, event, now)
      state = next.state
      canvas.style.cursor = cursorOf(state)
      for (const effect of next.effects) perform(effect)
      surface.repaint()
    },
    repaint() {
      frame ||= requestAnimationFrame(paint)
    },
    unmount() {
      for (const end of ends) end()
      sizes.disconnect()
      cancelAnimationFrame(frame)
    },
  }
  const ends = [desk.session.subscribe(surface.repaint), listenToSurface(canvas, surface.tell)]
  const sizes = new ResizeObserver(() => {
    size = sizeOf(canvas)
    cancelAnimationFrame(frame)
    // At once, because a canvas that was resized is empty until it is painted.
    paint()
  })
  sizes.observe(canvas)
  return surface
}

const sizeOf = ({ clientWidth, clientHeight }: HTMLCanvasElement): Size => ({
  width: clientWidth,
  height: clientHeight,
})

const cursorOf = ({ held, isSpaceHeld }: SurfaceState): string => (held?.pans ? 'grabbing' : isSpaceHeld ? 'grab' : '')

function sceneOf(canvas: HTMLCanvasElement, desk: Desk, state: SurfaceState, size: Size): SurfaceScene {
  const [drawing, session] = [desk.drawing(), desk.session.getState()]
  return {
    drawing,
    session,
    state,
    size,
    picture: desk.picture(),
    draft: state.pen && { layer: layerIn(drawing, session), stroke: strokeUnder(state.pen) },
    density: window.devicePixelRatio,
    edge: getComputedStyle(canvas).color,
  }
}

function performer(canvas: HTMLCanvasElement, desk: Desk): (effect: SurfaceEffect) => void {
  const { session } = desk
  const layer = () => layerIn(desk.drawing(), session.getState())
  return effect => {
    switch (effect.do) {
      case 'draft':
        return desk.draft(layer(), effect.stroke)
      case 'commit':
        return desk.commit(layer(), effect.stroke)
      case 'session':
        return session.setState(effect.part)
      case 'capture':
        canvas.setPointerCapture(effect.id)
        canvas.toggleAttribute('data-keys', false)
    }
  }
}
