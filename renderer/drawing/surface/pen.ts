import type { Stroke, Tool } from '../../../graph/drawing/drawing.ts'
import { type PenPoint, strokeOf } from '../../../graph/drawing/line.ts'

/** A pen that is down, as a value: each place it reaches gives the next one. */
export interface Pen {
  readonly tool: Tool
  /** Of the line, in pixels of the drawing. */
  readonly width: number
  /** Points closer than this to the one before are skipped, because a hand trembles and files should stay small. */
  readonly nearest: number
  readonly points: readonly PenPoint[]
}

/** @param scale  CSS pixels for one pixel of the drawing; two points are at least one CSS pixel or a twelfth of the width apart */
export const penDown = (tool: Tool, width: number, scale: number, first: PenPoint): Pen => ({
  tool,
  width,
  nearest: Math.max(1 / scale, width / 12),
  points: [first],
})

/** @param isLast  the pen is lifted at this point, so it counts even if it is near the one before */
export function penTo(pen: Pen, places: readonly PenPoint[], isLast = false): Pen {
  const points = [...pen.points]
  for (const place of places) {
    const before = points.at(-1)!
    const way = Math.hypot(place.x - before.x, place.y - before.y)
    if (way >= (isLast ? 1 / 16 : pen.nearest)) points.push(place)
  }
  return points.length === pen.points.length ? pen : { ...pen, points }
}

const strokes = new WeakMap<Pen, Stroke>()

/** The stroke so far. */
export function strokeUnder(pen: Pen): Stroke {
  const stroke = strokes.get(pen) ?? strokeOf(pen.tool, pen.width, pen.points)
  strokes.set(pen, stroke)
  return stroke
}

/** Below this a stylus would draw nothing visible. */
const leastPressure = 0.08

/**
 * @param pressed  what a stylus reports, 0 … 1; null for a mouse or a finger, which press fully
 * @param counts   whether the pressure changes the width
 */
export const pressureOf = (pressed: number | null, counts: boolean): number =>
  pressed !== null && counts ? Math.max(leastPressure, pressed) : 1
