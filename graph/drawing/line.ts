import { fullPressure, perPixel, type Stroke, type Tool } from './drawing.ts'

/** A place of the pen, in pixels of the drawing; `pressure` 0 … 1. */
export interface PenPoint {
  readonly x: number
  readonly y: number
  readonly pressure: number
}

/** A stroke through these points, as a file keeps it: points that fall together on the eighth of a pixel are one. */
export function strokeOf(tool: Tool, width: number, places: readonly PenPoint[]): Stroke {
  const kept = places.map(quantised).filter((point, i, all) => i === 0 || !isSamePlace(point, all[i - 1]!))
  const points = kept.flatMap((point, i) => [point.x - (kept[i - 1]?.x ?? 0), point.y - (kept[i - 1]?.y ?? 0)])
  const isFull = kept.every(({ pressure }) => pressure === fullPressure)
  const pressure = kept.map((point, i) => point.pressure - (kept[i - 1]?.pressure ?? 0))
  return { tool, width, points, ...(!isFull && { pressure }) }
}

const quantised = ({ x, y, pressure }: PenPoint): PenPoint => ({
  x: Math.round(x * perPixel),
  y: Math.round(y * perPixel),
  pressure: Math.round(Math.min(1, Math.max(0, pressure)) * fullPressure),
})
const isSamePlace = (a: PenPoint, b: PenPoint) => a.x === b.x && a.y === b.y

/** What a file keeps of a stroke, in pixels again. */
export function pointsOf({ points, pressure }: Stroke): PenPoint[] {
  let [x, y, p] = [0, 0, 0]
  return Array.from({ length: points.length / 2 }, (_, i) => {
    x += points[2 * i]!
    y += points[2 * i + 1]!
    p += pressure?.[i] ?? (i === 0 ? fullPressure : 0)
    return { x: x / perPixel, y: y / perPixel, pressure: Math.min(1, Math.max(0, p / fullPressure)) }
  })
}

/** A line with round ends: x, y, radius of each of its points, one after the other. */
export type Line = readonly number[]

/** How far the straight pieces may lie from the curve, in pixels. */
const tolerance = 0.06

/**
 * The smooth line of a stroke: the quadratic B-spline of its points, which passes the middles between them, cut into
 * straight pieces. The screen and the engine draw this same line, and so show the same picture.
 */
export function lineOf(stroke: Stroke): Line {
  const points = pointsOf(stroke).map(({ x, y, pressure }): Mark => [x, y, (stroke.width / 2) * pressure])
  const [first] = points
  const last = points.at(-1)
  if (!first || !last) return []
  const line: number[] = [...first]
  for (let i = 1; i < points.length - 1; i++) {
    const from = i === 1 ? first : middle(points[i - 1]!, points[i]!)
    const to = i === points.length - 2 ? last : middle(points[i]!, points[i + 1]!)
    bend(line, from, points[i]!, to)
  }
  if (points.length === 2) line.push(...last)
  return line
}

type Mark = readonly [x: number, y: number, radius: number]

const middle = (a: Mark, b: Mark): Mark => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2, (a[2] + b[2]) / 2]

/** B(t) = (1−t)²·a + 2t(1−t)·b + t²·c; n equal steps stray |a − 2b + c| / 4n² from it. */
function bend(line: number[], a: Mark, b: Mark, c: Mark): void {
  const turn = Math.hypot(a[0] - 2 * b[0] + c[0], a[1] - 2 * b[1] + c[1])
  const steps = Math.min(64, Math.max(1, Math.ceil(Math.sqrt(turn / (4 * tolerance)))))
  for (let i = 1; i <= steps; i++) {
    const t = i / steps
    for (const k of [0, 1, 2] as const) line.push((1 - t) ** 2 * a[k] + 2 * t * (1 - t) * b[k] + t ** 2 * c[k])
  }
}
