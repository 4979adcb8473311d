import type { Stroke, Tool } from '../../../graph/drawing/drawing.ts'
import { type PenPoint, strokeOf } from '../../../graph/drawing/line.ts'

/** A stroke while the pen is down. */
export interface Pen {
  readonly tool: Tool
  /** @param last  the pen comes up here: this point counts however near it is */
  add(point: PenPoint, last?: boolean): void
  stroke(): Stroke
}

/**
 * @param width    of the line, in pixels of the drawing
 * @param nearest  points closer than this to the one before are passed over: a hand trembles, and files stay small
 */
export function penDown(tool: Tool, width: number, first: PenPoint, nearest: number): Pen {
  const points = [first]
  let stroke: Stroke | null = null
  return {
    tool,
    add(point, last = false) {
      const before = points.at(-1)!
      const way = Math.hypot(point.x - before.x, point.y - before.y)
      if (way < (last ? 1 / 16 : nearest)) return
      points.push(point)
      stroke = null
    },
    stroke: () => (stroke ??= strokeOf(tool, width, points)),
  }
}

/** How far the line of a width may run between two points: thick ones need fewer. */
export const nearestFor = (width: number, scale: number): number => Math.max(1 / scale, width / 12)

/** Below this a stylus would draw nothing that one sees. */
const leastPressure = 0.08

/** A mouse or a finger presses fully; so does a stylus whose pressure is not wanted. */
export const pressureOf = ({ pointerType, pressure }: PointerEvent, wanted: boolean): number =>
  pointerType === 'pen' && wanted ? Math.max(leastPressure, pressure) : 1
