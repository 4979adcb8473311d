import type { Drawing, Size, Stroke, Tool } from '../../../graph/drawing/drawing.ts'
import type { Point } from '../../studio/canvas-view.ts'
import { type DrawingSessionStore, layerIn } from '../drawing-session.ts'
import { LayerBitmaps, type Placing } from './layer-bitmaps.ts'
import { listenToPen } from './listen-to-pen.ts'
import { paintCursor } from './paint-cursor.ts'
import { paintDrawing } from './paint-drawing.ts'
import { nearestFor, type Pen, penDown } from './pen.ts'
import { panned, placingOf, type SurfaceView, viewOf, zoomed } from './view-of.ts'

/** What the surface works for. */
export interface Desk {
  readonly session: DrawingSessionStore
  drawing(): Drawing
  /** The picture below the layers, once it is here. */
  picture(): HTMLImageElement | null
  /** A stroke is done. */
  commit(layer: number, stroke: Stroke): void
  /** A stroke goes on; null: it was given up. */
  draft(layer: number, stroke: Stroke | null): void
}

/** What may be asked of the surface, whoever asks: the pointer, the keys, the buttons. */
export interface Surface {
  repaint(): void
  /** In CSS pixels of the surface; null when the pointer is elsewhere, or does not draw. */
  point(at: Point | null): void
  readonly view: SurfaceView
  readonly isDrawing: boolean
  /** All in pixels of the drawing. */
  begin(tool: Tool, at: Point, pressure: number): void
  draw(to: Point, pressure: number, last?: boolean): void
  end(at: Point): void
  /** @returns whether there was a stroke under way */
  giveUp(): boolean
  zoom(factor: number, at?: Point): void
  /** In CSS pixels. */
  pan(by: Point): void
  /** Puts the keyboard's pen down where its cursor stands, or lifts it. */
  touch(): void
  /** Moves the keyboard's cursor; with its pen down this draws. */
  step(by: Point): void
  unmount(): void
}

/** Brings a canvas element to life. Strokes are painted here at once, and told when they are done. */
export function mountSurface(canvas: HTMLCanvasElement, desk: Desk): Surface {
  const { session } = desk
  const context = canvas.getContext('2d')!
  const bitmaps = new LayerBitmaps()
  let frame = 0
  let pen: Pen | null = null
  let pointer: Point | null = null
  let size: Size = { width: canvas.clientWidth, height: canvas.clientHeight }
  const layer = () => layerIn(desk.drawing(), session.getState())
  const cursor = (): Point => session.getState().cursor ?? [desk.drawing().width / 2, desk.drawing().height / 2]

  function paint(): void {
    frame = 0
    const density = window.devicePixelRatio
    const placing = placingOf(surface.view, size, density)
    if (canvas.width !== placing.width || canvas.height !== placing.height) {
      canvas.width = placing.width
      canvas.height = placing.height
    }
    context.setTransform(1, 0, 0, 1, 0, 0)
    context.clearRect(0, 0, canvas.width, canvas.height)
    const draft = pen && { layer: layer(), stroke: pen.stroke() }
    paintDrawing(context, desk.drawing(), placing, bitmaps, { picture: desk.picture(), draft })
    paintEdge(placing)
    context.setTransform(density, 0, 0, density, 0, 0)
    paintCursors()
  }
  /** Black paper on a dark desk has one too. The colour is that of the element's text. */
  function paintEdge({ x, y, scale }: Placing): void {
    const { width, height } = desk.drawing()
    context.strokeStyle = getComputedStyle(canvas).color
    context.lineWidth = window.devicePixelRatio
    context.strokeRect(x, y, width * scale, height * scale)
  }
  function paintCursors(): void {
    const { cursor, widths, tool } = session.getState()
    const { scale, corner } = surface.view
    const radius = (widths[pen?.tool ?? tool] / 2) * scale
    if (pointer) paintCursor(context, pointer, radius, false)
    if (cursor) paintCursor(context, [corner[0] + cursor[0] * scale, corner[1] + cursor[1] * scale], radius, true)
  }

  const surface: Surface = {
    get view() {
      return viewOf(desk.drawing(), size, session.getState().view)
    },
    get isDrawing() {
      return pen !== null
    },
    repaint() {
      frame ||= requestAnimationFrame(paint)
    },
    point(at) {
      pointer = at
      surface.repaint()
    },
    begin(tool, [x, y], pressure) {
      const width = session.getState().widths[tool]
      pen = penDown(tool, width, { x, y, pressure }, nearestFor(width, surface.view.scale))
      desk.draft(layer(), pen.stroke())
      surface.repaint()
    },
    draw([x, y], pressure, last = false) {
      pen?.add({ x, y, pressure }, last)
      if (pen && !last) desk.draft(layer(), pen.stroke())
      surface.repaint()
    },
    end() {
      const stroke = pen?.stroke()
      pen = null
      if (stroke) desk.commit(layer(), stroke)
      surface.repaint()
    },
    giveUp() {
      if (!pen) return false
      pen = null
      desk.draft(layer(), null)
      surface.repaint()
      return true
    },
    zoom: (factor, at) => session.setState(({ view }) => ({ view: zoomed(desk.drawing(), size, view, factor, at) })),
    pan: by => session.setState(({ view }) => ({ view: panned(desk.drawing(), size, view, by) })),
    touch() {
      const at = cursor()
      if (pen) surface.end(at)
      else surface.begin(session.getState().tool, at, 1)
      session.setState({ cursor: at, said: pen ? 'Pen down.' : 'Pen up.' })
    },
    step([dx, dy]) {
      const { width, height } = desk.drawing()
      const [x, y] = cursor()
      const to: Point = [Math.min(width, Math.max(0, x + dx)), Math.min(height, Math.max(0, y + dy))]
      surface.draw(to, 1)
      session.setState({ cursor: to, said: `${Math.round(to[0])}, ${Math.round(to[1])}` })
    },
    unmount() {
      for (const end of ends) end()
      sizes.disconnect()
      cancelAnimationFrame(frame)
    },
  }
  const ends = [session.subscribe(surface.repaint), listenToPen(canvas, surface, session)]
  const sizes = new ResizeObserver(() => {
    size = { width: canvas.clientWidth, height: canvas.clientHeight }
    cancelAnimationFrame(frame)
    // At once: a canvas that was resized is empty until it is painted.
    paint()
  })
  sizes.observe(canvas)
  return surface
}
