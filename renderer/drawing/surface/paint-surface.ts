import type { Drawing, Size } from '../../../graph/drawing/drawing.ts'
import type { Point } from '../../studio/canvas-view.ts'
import type { DrawingSession } from '../drawing-session.ts'
import { empty, type LayerBitmaps, type Placing } from './layer-bitmaps.ts'
import { type Extras, paintDrawing } from './paint-drawing.ts'
import type { SurfaceState } from './surface-state.ts'
import { placingOf, viewOf } from './view-of.ts'

/** What the surface shows at a moment. */
export interface SurfaceScene extends Extras {
  readonly drawing: Drawing
  readonly session: DrawingSession
  readonly state: SurfaceState
  /** Of the surface, in CSS pixels. */
  readonly size: Size
  /** Device pixels for one of CSS. */
  readonly density: number
  /** The colour of the line around the paper. */
  readonly edge: string
}

/** Paints the drawing where it lies, the line around it, and the rings of the pointer and of the keyboard's pen. */
export function paintSurface(context: CanvasRenderingContext2D, scene: SurfaceScene, bitmaps: LayerBitmaps): void {
  const { drawing, session, size, density } = scene
  const placing = placingOf(viewOf(drawing, size, session.view), size, density)
  empty(context, placing)
  paintDrawing(context, drawing, placing, bitmaps, scene)
  paintEdge(context, scene, placing)
  context.setTransform(density, 0, 0, density, 0, 0)
  paintRings(context, scene)
}

/** Shows where black paper ends on a dark background. */
function paintEdge(context: CanvasRenderingContext2D, scene: SurfaceScene, { x, y, scale }: Placing): void {
  context.strokeStyle = scene.edge
  context.lineWidth = scene.density
  context.strokeRect(x, y, scene.drawing.width * scale, scene.drawing.height * scale)
}

function paintRings(context: CanvasRenderingContext2D, { drawing, session, state, size }: SurfaceScene): void {
  const { scale, corner } = viewOf(drawing, size, session.view)
  const radius = (session.widths[state.pen?.tool ?? session.tool] / 2) * scale
  if (state.pointer) paintRing(context, state.pointer, radius, false)
  const { cursor } = session
  if (cursor) paintRing(context, [corner[0] + cursor[0] * scale, corner[1] + cursor[1] * scale], radius, true)
}

/** White on a wider, translucent black ring, to be visible on both papers. */
const ring = [
  { color: 'black', opacity: 2 / 3, width: 3 },
  { color: 'white', opacity: 1, width: 1.25 },
] as const

const directions = [
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
] as const

/** @param isCross  adds a cross: the keyboard's pen */
function paintRing(context: CanvasRenderingContext2D, [x, y]: Point, radius: number, isCross: boolean): void {
  const r = Math.max(1.5, radius)
  for (const { color, opacity, width } of ring) {
    context.beginPath()
    context.arc(x, y, r, 0, 2 * Math.PI)
    if (isCross)
      for (const [dx, dy] of directions) {
        context.moveTo(x + dx * (r + 3), y + dy * (r + 3))
        context.lineTo(x + dx * (r + 10), y + dy * (r + 10))
      }
    context.globalAlpha = opacity
    context.strokeStyle = color
    context.lineWidth = width
    context.stroke()
  }
}
