import type { Json } from '../../../graph/json.ts'
import { type CurvePoint, type CurveWidget, readCurve, writeCurve } from '../../../graph/widgets/numbers/curve.ts'

/** The points of a widget's value; those of its default where the value is not a curve. */
export function pointsOf(port: CurveWidget, value: Json | undefined): readonly CurvePoint[] {
  try {
    return readCurve(String(value ?? port.default), port)
  } catch {
    return readCurve(port.default, port)
  }
}

/** A place of the diagram: its share of the width, and of the height from below. */
export interface DiagramPlace {
  readonly share: number
  readonly height: number
}

/** The strengths that a diagram shows: 0 to 1 and a little above, or as far as its points go. */
export function shownRange(points: readonly CurvePoint[]): readonly [low: number, high: number] {
  const strengths = points.map(({ strength }) => strength)
  return [Math.min(0, ...strengths), Math.max(1.25, ...strengths)]
}

export const placeIn =
  ([low, high]: readonly [number, number]) =>
  ({ share, strength }: CurvePoint): DiagramPlace => ({ share, height: (strength - low) / (high - low) })

const within = (value: number, low: number, high: number): number => Math.max(low, Math.min(high, value))
const rounded = (value: number, step: number): number => Number((Math.round(value / step) * step).toFixed(3))

/** A point at another place; its neighbours stay where they are. */
export function movedPoint(
  points: readonly CurvePoint[],
  index: number,
  to: CurvePoint,
  { min, max }: Pick<CurveWidget, 'min' | 'max'>,
): readonly CurvePoint[] {
  const share = within(rounded(to.share, 0.01), points[index - 1]?.share ?? 0, points[index + 1]?.share ?? 1)
  return points.with(index, { share, strength: within(rounded(to.strength, 0.01), min, max) })
}

/** With one more point, between those before and after it. @returns also its index */
export function addedPoint(points: readonly CurvePoint[], point: CurvePoint) {
  const before = points.findLastIndex(({ share }) => share <= point.share)
  return { points: points.toSpliced(before + 1, 0, point), index: before + 1 }
}

/** How near to a point, in shares of the diagram, it is taken instead of a new one. */
const NEAR = 0.08

/**
 * The value after a drag in a diagram: the point where it began follows the pointer; where there is none, a new one does.
 *
 * @param from  where the button went down
 */
export function draggedCurve(port: CurveWidget, value: Json | undefined, from: DiagramPlace, to: DiagramPlace): string {
  const points = pointsOf(port, value)
  const range = shownRange(points)
  const strengthAt = ({ height }: DiagramPlace) => range[0] + within(height, 0, 1) * (range[1] - range[0])
  const distances = points.map(placeIn(range)).map(at => Math.hypot(at.share - from.share, at.height - from.height))
  const nearest = distances.indexOf(Math.min(...distances))
  const target = { share: within(to.share, 0, 1), strength: strengthAt(to) }
  const held =
    distances[nearest]! <= NEAR
      ? { points, index: nearest }
      : addedPoint(points, { share: within(from.share, 0, 1), strength: strengthAt(from) })
  return writeCurve(movedPoint(held.points, held.index, target, port))
}
