import type { Size } from '../../../graph/drawing/drawing.ts'
import type { Point } from '../../studio/canvas-view.ts'
import type { DrawingSession } from '../drawing-session.ts'
import type { Placing } from './layer-bitmaps.ts'

/** Where the drawing is on the surface. */
export interface SurfaceView {
  readonly scale: number
  /** Of the drawing's top left corner, in CSS pixels. */
  readonly corner: Point
  toDrawing(at: Point): Point
}

const margin = 24
const [smallestScale, largestScale] = [0.02, 64]

export function viewOf(drawing: Size, surface: Size, view: DrawingSession['view']): SurfaceView {
  const { middle, scale } = view ?? fitted(drawing, surface)
  const corner: Point = [surface.width / 2 - middle[0] * scale, surface.height / 2 - middle[1] * scale]
  return { scale, corner, toDrawing: ([x, y]) => [(x - corner[0]) / scale, (y - corner[1]) / scale] }
}

function fitted({ width, height }: Size, surface: Size): NonNullable<DrawingSession['view']> {
  const room = (length: number) => Math.max(1, length - 2 * margin)
  const scale = Math.min(room(surface.width) / width, room(surface.height) / height)
  return { middle: [width / 2, height / 2], scale }
}

/** @param at  stays where it is, in CSS pixels of the surface */
export function zoomed(
  drawing: Size,
  surface: Size,
  view: DrawingSession['view'],
  factor: number,
  at: Point = [surface.width / 2, surface.height / 2],
): NonNullable<DrawingSession['view']> {
  const now = viewOf(drawing, surface, view)
  const scale = Math.min(largestScale, Math.max(smallestScale, now.scale * factor))
  const [x, y] = now.toDrawing(at)
  return { scale, middle: [x + (surface.width / 2 - at[0]) / scale, y + (surface.height / 2 - at[1]) / scale] }
}

/** @param by  in CSS pixels */
export function panned(
  drawing: Size,
  surface: Size,
  view: DrawingSession['view'],
  [dx, dy]: Point,
): NonNullable<DrawingSession['view']> {
  const { scale, corner } = viewOf(drawing, surface, view)
  return {
    scale,
    middle: [(surface.width / 2 - corner[0] - dx) / scale, (surface.height / 2 - corner[1] - dy) / scale],
  }
}

/** The same on the bitmap of a screen with `density` device pixels for one of CSS. */
export const placingOf = ({ scale, corner }: SurfaceView, surface: Size, density: number): Placing => ({
  width: Math.max(1, Math.round(surface.width * density)),
  height: Math.max(1, Math.round(surface.height * density)),
  x: corner[0] * density,
  y: corner[1] * density,
  scale: scale * density,
})
